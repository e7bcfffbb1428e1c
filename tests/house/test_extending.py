"""The recipes of docs/extending.md: the files they name are there, and the one for a format works as it is written."""

import re
import types

import pytest

from ground import house
from registry import feeds
from registry.feeds import documentation
from registry.models import Source
from tests import cast, steps

PAGE = (house.ROOT / "docs" / "extending.md").read_text()
PATH = re.compile(r"`((?:[a-z_]+/)+[a-z_0-9]+\.(?:py|md|html|txt))`")
RECIPES = (
    "A field",
    "A part",
    "A role",
    "A format",
    "A page",
    "Work that waits",
    "A command",
    "A statutory number",
    "A retention rule",
    "A matching rule or a veto",
    "A kind of token",
    "An alert, a kind of complaint, a channel",
)


def test_every_kind_of_extension_has_its_recipe() -> None:
    assert tuple(re.findall(r"^## (.+)$", PAGE, re.MULTILINE)) == RECIPES


@pytest.mark.parametrize("path", sorted(set(PATH.findall(PAGE))))
def test_recipes_name_files_that_are_there(path: str) -> None:
    assert (house.ROOT / path).exists()


def recipe() -> types.ModuleType:
    """The module that the recipe for a format writes."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    module = types.ModuleType("registry.feeds.hospital_births")
    exec(code, module.__dict__)
    return module


@pytest.mark.usefixtures("county")
def test_recipe_for_a_format_works_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    made = recipe().FORMAT
    monkeypatch.setitem(feeds.FORMATS, made.name, made)
    assert "## Hospital births: `hospital-births`" in documentation.documentation()
    kelly = steps.known(cast.KELLY | {"carer_1_given_name": "Maria"})
    number = {"nhs_number": "9990000018"}
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY | number)
    hospital = Source.objects.create(code="hospital", name="Westmarch Hospital", kind=made.name)
    said = {name: cast.KELLY[name] for name in made.columns if name in cast.KELLY}
    line = said | number | {"record_id": "birth-1", "as_at": "2026-10-01", "gender": "N"}
    assert cast.send(hospital.code, line).holds
    shown = steps.see("jane", kelly)
    assert shown.gender is not None
    assert shown.gender.words == "Not specified"
    assert [carer.given for carer in shown.carers] == ["Maria"]
