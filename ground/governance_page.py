"""The page docs/governance.md, made from what the tables say of themselves."""

import itertools
from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum

from django.db.models import Model

from ground import governance, statute
from ground.governance import Clock, Ending, FieldClass, Governance, Privilege, Privileges, Retention, Subject

HEAD = """# What each table holds, who may touch it, and how long it is kept

Made from the declaration beside each model by `manage.py write_governance_docs`; a test holds both equal, and others
hold every declaration complete. What is said here is what the database grants. The retention run, the archive and what
a person is told when they ask (the pack) are made from the same declarations.
"""
COLUMNS = ("Table", "About", "Fields", "Web", "Worker, beyond the web", "Kept", "Archive", "Told")

Said = list[tuple[type[Model], Governance]]


def text(models: Iterable[type[Model]]) -> str:
    """The whole page about these models, one table for each app. Raises ``governance.Ungoverned``."""
    said = sorted(((model, governance.of(model)) for model in models), key=lambda pair: pair[0]._meta.label)
    tables = (line for app, of_app in itertools.groupby(said, _app) for line in _table(app, list(of_app)))
    return "\n".join([HEAD, *_words(), *tables, *_rules(said), *_left_out(said)])


def _app(pair: tuple[type[Model], Governance]) -> str:
    return pair[0]._meta.app_label


def _head(title: str, *columns: str) -> Iterator[str]:
    yield from (f"## {title}", "", f"| {' | '.join(columns)} |", "|---" * len(columns) + "|")


def _words() -> Iterator[str]:
    for title, words in (
        ("Classes of fields: who may be shown it", FieldClass),
        ("What becomes of a row", Ending),
        ("About whom, and who is told", Subject),
    ):
        yield from _head(title, "Word", "What it means")
        yield from (f"| `{word.value}` | {word.words} |" for word in words)
        yield ""


def _table(app: str, said: Said) -> Iterator[str]:
    yield from _head(app, *COLUMNS)
    for model, one in said:
        cells = (
            f"`{model._meta.db_table}`",
            _listed(one.about),
            "; ".join(f"{cls}: {', '.join(names)}" for cls, names in one.classes.items()),
            _privileges(one.web),
            _privileges(one.worker),
            f"`{one.retention.name}`",
            "yes" if one.archived else "no",
            _listed(one.told),
        )
        yield f"| {' | '.join(cells)} |"
    yield ""


def _listed(words: Collection[StrEnum]) -> str:
    return ", ".join(sorted(words)) or "nobody"


def _privileges(privileges: Privileges) -> str:
    return ", ".join(one.name.lower() for one in Privilege if one in privileges) or "nothing"


def _rules(said: Said) -> Iterator[str]:
    rules = {one.retention.name: one.retention for _, one in said}
    yield from _head("Retention rules", "Rule", "What becomes of it", "When", "In words")
    for name in sorted(rules):
        yield f"| `{name}` | `{rules[name].ending}` | {_when(rules[name])} | {rules[name].words} |"
    yield ""


def _when(rule: Retention) -> str:
    said = [_clock(clock) for clock in rule.clocks]
    said += [f"with `{rule.parent}`"] if rule.parent else []
    said += [f"once the record in `{rule.outlives}` is gone"] if rule.outlives else []
    return "; ".join(said) or "when nothing names it"


def _clock(clock: Clock) -> str:
    said = f"`{_name(clock.number)}` from `{clock.starts}`"
    said += f", put off to `{_name(clock.put_off_to)}` by consent" if clock.put_off_to else ""
    said += f", or what `{clock.set_by}` says" if clock.set_by else ""
    return said + "".join(f", where `{path}` is `{value}`" for path, value in clock.only.items())


def _name(number: statute.Rule) -> str:
    return next(name for name, rule in statute.rules().items() if rule == number)


def _left_out(said: Said) -> Iterator[str]:
    yield from _head("What is left out, and why", "Table", "Of what", "Why")
    for model, one in said:
        table = f"`{model._meta.db_table}`"
        if one.not_archived:
            yield f"| {table} | the archive | {one.not_archived} |"
        if one.not_told:
            fields = "".join(f", `{name}`" for name in one.untold)
            yield f"| {table} | what is told{fields} | {one.not_told} |"
    yield ""
