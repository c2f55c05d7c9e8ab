"""Backends of tools are looked for in the project's folder, and nothing of them is run."""

from pathlib import Path

import pytest

from flowkit.cli.backends_there import backend_problems
from tests.lint.tools.test_rules import ENVIRONMENTS, PROJECT, READ, project_of


def found_in(folder: Path, backend: str, environments: str = "") -> list[str]:
    project = project_of(READ.replace("fixture:a.yaml", backend), project=PROJECT + environments)
    return [f"{each.kind.code} {each.span} {each.message} {each.help}" for each in backend_problems(project, folder)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "backend").mkdir()
    (tmp_path / "backend" / "shop.py").write_text(
        "raise SystemExit('must not be run')\nfrom other import brought\nasync def get_order(): ...\nmade = get_order\n"
        "if True:\n    def inside(): ...\n"
    )
    return tmp_path


@pytest.mark.parametrize("name", ["get_order", "made", "brought", "inside"])
def test_a_function_that_is_there_is_clean(folder: Path, name: str) -> None:
    assert found_in(folder, f"python:backend.shop:{name}") == []


def test_a_function_that_is_not_there_is_told_at_the_backend(folder: Path) -> None:
    (found,) = found_in(folder, "python:backend.shop:get_ordr")
    assert found.startswith("FK418 shop.yaml:7:14 'backend.shop' has no function 'get_ordr' did you mean 'get_order'?")


def test_a_module_that_is_not_there_is_told_only_beside_others(folder: Path) -> None:
    (found,) = found_in(folder, "python:backend.shp:get_order")
    assert found.startswith("FK418 shop.yaml:7:14 there is no module 'backend.shp' did you mean 'shop'?")
    assert found_in(folder, "python:elsewhere.shop:get_order") == []
    assert found_in(folder, "python:elsewhere:get_order") == []


def test_what_makes_its_names_itself_is_left_alone(folder: Path) -> None:
    (folder / "backend" / "shop.py").write_text("def __getattr__(name): ...\n")
    assert found_in(folder, "python:backend.shop:anything") == []
    (folder / "backend" / "shop.py").write_text("this is no Python\n")
    assert found_in(folder, "python:backend.shop:anything") == []


def test_a_file_of_fixtures_that_is_not_there_is_told(folder: Path) -> None:
    (folder / "fixtures").mkdir()
    (folder / "fixtures" / "shop.yaml").write_text("do_it: []\n")
    assert found_in(folder, "fixture:fixtures/shop.yaml") == []
    (found,) = found_in(folder, "fixture:fixtures/shp.yaml")
    assert found.startswith("FK417 shop.yaml:7:14 there is no file of fixtures 'fixtures/shp.yaml'")
    assert found_in(folder, "fixture:elsewhere/shop.yaml") == []


def test_an_operation_that_the_document_lacks_is_told(folder: Path) -> None:
    (folder / "shop.json").write_text('{"paths": {"/it": {"get": {"operationId": "getIt"}}}}')
    assert found_in(folder, "http:getIt", ENVIRONMENTS) == []
    (found,) = found_in(folder, "http:getItt", ENVIRONMENTS)
    assert found.startswith("FK419 shop.yaml:7:14 'shop.json' has no operation 'getItt' did you mean 'getIt'?")
