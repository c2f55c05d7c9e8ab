"""What the model of a call costs: from the project, else from the table that comes with flowkit."""

from collections.abc import Mapping
from typing import Any

from flowkit.cli.answering import LOCAL_MODEL, model_name
from flowkit.cli.choices import Choices
from flowkit.cli.failures import UsageProblem
from flowkit.language.model import Environment, Project
from flowkit.language.prices import NoPrice, Prices, known_prices, prices_of


def prices_for(choices: Choices, project: Project, environment: Environment | None) -> Prices | None:
    """The prices of the model that answers; None where nobody knows them and no budget needs them.

    Raises:
        UsageProblem: the project has a budget and the model no price, or the project says a price that is none.
    """
    model = model_name(choices, environment)
    own = _own(project, environment)
    from importlib.resources import files

    table = files("flowkit.language").joinpath("prices.json").read_text(encoding="utf-8")
    try:
        return prices_of(model, known_prices(table), own)
    except NoPrice as problem:
        # The stand-in on this machine costs nothing, as long as nobody says otherwise.
        says = own is not None and not (isinstance(own, Mapping) and model not in own)
        if says or (project.budget is not None and model != LOCAL_MODEL):
            why = " and the project has a 'budget'" if project.budget is not None else ""
            raise UsageProblem(f"{problem.message}{why}", problem.hint) from None
        return None


def _own(project: Project, environment: Environment | None) -> Any:
    here = environment.operations.get("prices") if environment is not None else None
    return project.operations.get("prices") if here is None else here


def recorded_prices(settings: Mapping[str, Any]) -> Prices | None:
    """The prices that a call was begun with, from the settings in its record."""
    kept = settings.get("prices")
    return Prices.from_json(kept) if kept else None
