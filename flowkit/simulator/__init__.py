"""A local server that speaks OpenAI's Realtime protocol and chat completions, with a small rule-based model."""

from flowkit.simulator.chat.endpoint import Exchange
from flowkit.simulator.model import Call, Model, ModelFailure, Output, Seen, Speech
from flowkit.simulator.server import Frame, Simulator

__all__ = ["Call", "Exchange", "Frame", "Model", "ModelFailure", "Output", "Seen", "Simulator", "Speech"]
