"""A typer command that does nothing: what the command line costs by itself."""

import typer

app = typer.Typer()


@app.command()
def nothing() -> None:
    """Does nothing."""


app()
