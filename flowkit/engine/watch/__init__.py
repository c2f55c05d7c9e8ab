"""What watches a call: guarantees, claims of the model, and money."""
