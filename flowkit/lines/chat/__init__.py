"""A line to chat completions: requests with a history of our own, under the same engine."""
