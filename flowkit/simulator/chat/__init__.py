"""Chat completions on the same port, from the same model: `POST /v1/chat/completions` and `GET /v1/models`."""
