"""What is asked, what the caller and the model report, and where each value came from."""
