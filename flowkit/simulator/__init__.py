"""A local server that speaks the OpenAI Realtime protocol, with a small rule-based model behind it."""

from flowkit.simulator.model import Call, Model, ModelFailure, Output, Seen, Speech
from flowkit.simulator.server import Frame, Simulator

__all__ = ["Call", "Frame", "Model", "ModelFailure", "Output", "Seen", "Simulator", "Speech"]
