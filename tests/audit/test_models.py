"""The trail's tables know nobody: they hold text, and no key to a person or a child."""

import pytest
from django.db import connection

from audit.models import Event, SearchTerms
from audit.verbs import Verb

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Event, SearchTerms])
def test_no_table_of_the_trail_has_a_foreign_key(model: type) -> None:
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, model._meta.db_table)  # type: ignore[attr-defined]
    assert not any(constraint["foreign_key"] for constraint in constraints.values())


def test_no_other_table_has_a_key_to_the_trail() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f' "
            "AND confrelid IN ('audit_event'::regclass, 'audit_searchterms'::regclass)"
        )
        assert cursor.fetchall() == []


def test_an_event_prints_its_name_alone() -> None:
    assert str(Event(uid="u", name="Jane", reason="Because")) == "u"
    assert str(SearchTerms(event_uid="u", sealed=b"x")) == "u"


def test_every_verb_fits_its_column_and_has_words() -> None:
    longest = Event._meta.get_field("verb").max_length
    for verb in Verb:
        assert len(verb.value) <= (longest or 0)
        assert verb.label[0].isupper()


def test_the_triggers_stand_on_the_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal AND tgrelid IN "
            "('audit_event'::regclass, 'audit_searchterms'::regclass) ORDER BY tgname"
        )
        assert cursor.fetchall() == [
            ("event_is_append_only", "O"),
            ("event_is_never_emptied", "O"),
            ("search_terms_are_never_changed", "O"),
        ]
