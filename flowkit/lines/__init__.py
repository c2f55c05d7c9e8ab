"""Protocol bookkeeping under the engine: what goes to and fro between it and a model, as pure values."""
