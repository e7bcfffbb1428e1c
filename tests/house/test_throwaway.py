"""A throwaway app, which no rule was written for, makes each of the rules over the whole tree red."""

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from contactpoint import privileges
from ground import governance, house
from registry.models import Child
from tests.house import throwaway, watch
from tests.house.rules import OURS, RULES, Tree

for path in Path(__file__).parent.glob("test_*.py"):
    importlib.import_module(f"tests.house.{path.stem}")

pytestmark = pytest.mark.django_db

WRONG = {
    "urls_without_a_row": {"everything"},
    "apps_without_their_one_migration": {"throwaway: []"},
    "arguments_that_switch_a_check_off": {"throwaway.doings.count(force)"},
    "code_that_marks_something_as_safe": {"throwaway.views"},
    "columns_of_who_without_when": {"throwaway.Bare.seen_by"},
    "columns_that_may_never_be_held": {"throwaway.Bare.photo"},
    "columns_that_reach_somebody_and_do_not_say_so": {"throwaway.Bare.telephone"},
    "commands_that_ask_for_no_permission": {
        (
            "throwaway.doings.count: asks the database before the permission: "
            'SELECT COUNT(*) AS "__count" FROM "registry_child"'
        ),
        "throwaway.doings.look: asks for nothing",
    },
    "commands_without_a_row": {"throwaway.doings.count", "throwaway.doings.look"},
    "fields_without_exactly_one_class": {
        "throwaway.Bare.diary",
        "throwaway.Bare.id",
        "throwaway.Wrong.begun",
        "throwaway.Wrong.vanished",
    },
    "free_text_that_nobody_answers_for": {"throwaway.Bare.diary"},
    "governance_page_that_says_something_else": {
        "throwaway.Bare has no governance: it must say what its table holds and for how long."
    },
    "models_that_print_a_value": {"throwaway.Bare"},
    "models_that_say_nothing_of_themselves": {"throwaway.Bare"},
    "names_of_fields_that_there_are_not": {"throwaway.Wrong.begun"},
    "packages_that_a_list_forgets": set(),
    "pairs_of_which_one_half_can_stand_alone": {
        "throwaway.Bare: closed_by is empty, closed_at is given",
        "throwaway.Bare: closed_by is given, closed_at is empty",
    },
    "relations_to_a_child_without_a_rule": {"throwaway.Bare.child: does not say that it is about a child"},
    "retention_rules_of_one_name_and_two_meanings": {"wrong"},
    "retention_rules_that_do_not_hold": {
        "throwaway.Wrong: nowhere is no DateField",
        "throwaway.Wrong: the archive takes along what ends there, and nothing that is deleted instead",
    },
    "pages_without_a_way_on": {"throwaway/page.html"},
    "tables_that_are_no_cards_on_a_phone": {"throwaway/page.html"},
    "tables_that_keep_something_from_somebody_without_a_reason": {"throwaway.Wrong"},
    "tables_that_tell_a_parent_too_much": {"throwaway.Wrong"},
    "tables_that_the_archive_leaves_without_a_reason": {"throwaway.Wrong"},
    "tables_without_privileges": {"throwaway_bare", "throwaway_wrong", "throwaway_wronger"},
    "templates_that_let_something_through": {"throwaway/page.html: a value that is not escaped"},
    "templates_that_nobody_uses": {"throwaway/unused.html"},
    "views_that_let_in_others_than_their_row": {"everything: does not say whom it needs"},
}
"""For each rule, what it has to say of the throwaway app."""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tree]:
    with throwaway.built(tmp_path_factory.mktemp("house")) as built:
        yield built


def test_every_rule_has_something_to_find() -> None:
    assert RULES.keys() == WRONG.keys()


@pytest.mark.parametrize("name", sorted(RULES))
def test_rule_finds_what_is_wrong_in_an_app_it_does_not_know(name: str, tree: Tree) -> None:
    faults = RULES[name](tree)
    assert faults
    assert WRONG[name] <= set(faults), faults


@pytest.mark.parametrize("name", sorted(RULES))
def test_rule_finds_nothing_wrong_in_our_own_house(name: str) -> None:
    assert RULES[name](OURS) == []


def test_lists_of_packages_miss_it_each(tree: Tree) -> None:
    faults = RULES["packages_that_a_list_forgets"](tree)
    assert len(faults) == 4
    assert all("'throwaway'" in fault for fault in faults)


def test_tripwire_sees_its_records(tree: Tree) -> None:
    ours = house.models(tree.root)
    bare = apps.get_model("throwaway.Bare")
    assert bare in ours
    for value in (bare(), bare.objects.all(), {"deep": [bare()]}):
        assert list(watch.stored_in(value, models=ours))


def test_no_database_is_prepared_for_it(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "models", lambda: (Child, apps.get_model("throwaway.Bare")))
    with pytest.raises(governance.Ungoverned, match=r"throwaway\.Bare"):
        privileges.granted(privileges.DatabaseRole.WEB)


def test_our_own_house_does_not_count_it(tree: Tree) -> None:
    assert apps.is_installed("throwaway")
    assert "throwaway" not in {model._meta.app_label for model in house.models()}
