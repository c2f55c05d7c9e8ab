"""Who may speak, what is said, and what becomes of it on its way to the caller."""
