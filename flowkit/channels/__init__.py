"""Where callers come from, and how a call is shown to whoever looks on."""
