"""What a table says of itself, in one declaration beside its model.

    class Name(Value):
        governance = Governance(about=..., classes=..., web=..., worker=..., retention=..., archived=..., told=...)

Who may be shown a field, what each database role may do, how long a row is kept and from when that is counted, whether
the archive takes it along, and whether the person it is about is told of it when they ask what is held. The privileges
are made from it (contactpoint.privileges), and so is the page docs/governance.md; rules of the tests walk every model.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Self

from django.db.models import Model

from ground import statute


class Ungoverned(LookupError):
    """A model of ours says nothing of itself."""


class _Word(StrEnum):
    """A word of the declarations, with what it means, as the page explains it."""

    words: str

    def __new__(cls, value: str, words: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words
        return member


# --- who may be shown a field -----------------------------------------------------------------------------------


class FieldClass(_Word):
    """The one word on each stored field that decides who may be shown it.

    Of what is held about a child: SI 2007/2182 reg. 6 and the shielding criteria, as classes of fields. Tables are cut
    along them, so that what is withheld is not read at all, and a database role without the right to a class stays
    possible.
    """

    OPEN = "open", "Name, number, birth date, gender: what even a shielded record shows."
    PERSONAL = "personal", "Carers and a death."
    WHEREABOUTS = (
        "whereabouts",
        "Address, school, practice, services, authority: anything from which the place can be deduced.",
    )
    SENSITIVE = "sensitive", "Services whose very kind is confidential."
    NOTICE = (
        "notice",
        "That one or more specialist and targeted services have been recorded, and nothing more about them.",
    )
    BODY_NUMBER = "body-number", "Another body's number, readable by that body alone (reg. 6(3)(c))."
    METADATA = "metadata", "Where a value came from and when."
    OFFICERS = "officers", "Kept for the officers who decide, never shown on a record."
    DIRECTORY = (
        "directory",
        "Councils, organisations, services and sources by themselves: who there is, of no child.",
    )
    STAFF = "staff", "Who works here, and as what: for the person and for those who look after accounts."
    TRAIL = "trail", "Who did what, to which record and why: for auditors, and for those whom it is about."
    INTERNAL = "internal", "Shown to nobody."


OPEN = FieldClass.OPEN
PERSONAL = FieldClass.PERSONAL
WHEREABOUTS = FieldClass.WHEREABOUTS
SENSITIVE = FieldClass.SENSITIVE
NOTICE = FieldClass.NOTICE
BODY_NUMBER = FieldClass.BODY_NUMBER
METADATA = FieldClass.METADATA
OFFICERS = FieldClass.OFFICERS
DIRECTORY = FieldClass.DIRECTORY
STAFF = FieldClass.STAFF
TRAIL = FieldClass.TRAIL
INTERNAL = FieldClass.INTERNAL

Classification = Mapping[FieldClass, tuple[str, ...]]


def class_of(classification: Classification, name: str) -> FieldClass:
    """The class of one field. Raises ``LookupError`` where the field has none or more than one."""
    found = [cls for cls, names in classification.items() for one in names if one == name]
    if len(found) != 1:
        raise LookupError(f"The field {name} must have exactly one class, it has {len(found)}.")
    return found[0]


# --- what each database role may do -----------------------------------------------------------------------------


class Privilege(StrEnum):
    """What a database role may do with the rows of a table, as PostgreSQL calls it."""

    READ = "SELECT"
    ADD = "INSERT"
    CHANGE = "UPDATE"
    REMOVE = "DELETE"


Privileges = frozenset[Privilege]

NOTHING: Privileges = frozenset()
READ: Privileges = frozenset({Privilege.READ})
ADD: Privileges = frozenset({Privilege.ADD})
CHANGE: Privileges = frozenset({Privilege.CHANGE})
REMOVE: Privileges = frozenset({Privilege.REMOVE})
EVERYTHING: Privileges = READ | ADD | CHANGE | REMOVE


# --- how long a row is kept -------------------------------------------------------------------------------------


class Ending(_Word):
    """What becomes of a row."""

    ARCHIVE = (
        "archive",
        "When its time is over it goes into the archive, and is deleted when it has been there for `ARCHIVE_KEPT`.",
    )
    DELETE = "delete", "When its time is over it is deleted."
    WITH_PARENT = (
        "with-parent",
        "It goes when the row goes to which it belongs, and where that goes.",
    )
    WHILE_USED = "while-used", "Reference data: it stays as long as another row names it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A number of the statute, and the date from which it runs.

    ``starts``: the field that holds the date; two underscores lead through a relation, as in a query.
    ``only``: the look-ups that a row must meet for this clock to run.
    ``set_by``: a field that holds another period than the number's, in the number's unit.
    ``put_off_to``: the number that takes this one's place where the person has consented in writing.
    """

    number: statute.Rule
    starts: str
    only: Mapping[str, object] = field(default_factory=dict)
    set_by: str = ""
    put_off_to: statute.Rule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """A retention rule, by name: how long a row is kept, and what becomes of it then.

    The first clock that runs out decides. ``parent``: the field that leads to the row with which this one goes, at the
    latest. ``outlives``: the field that names a record; the clocks run only when that record is gone.
    """

    name: str
    words: str
    ending: Ending
    clocks: tuple[Clock, ...] = ()
    parent: str = ""
    outlives: str = ""


def with_parent(parent: str, name: str, words: str) -> Retention:
    """The rule of rows that go with another one."""
    return Retention(name=name, words=words, ending=Ending.WITH_PARENT, parent=parent)


def while_used(name: str, words: str) -> Retention:
    """The rule of reference data."""
    return Retention(name=name, words=words, ending=Ending.WHILE_USED)


# --- whom it is about, and who is told --------------------------------------------------------------------------


class Subject(_Word):
    """Somebody about whom a row says something, and who may ask what it says."""

    CHILD = "child", "The child or young person."
    PARENT = (
        "parent",
        (
            "A parent or carer: about themselves, and for a child who agrees or is too young to say. They are told "
            "nothing that a shield withholds or that is the other parent's."
        ),
    )
    WORKER = "worker", "Somebody at work, about themselves alone."


CHILD = frozenset({Subject.CHILD})
CHILD_AND_PARENT = frozenset({Subject.CHILD, Subject.PARENT})
CHILD_AND_WORKER = frozenset({Subject.CHILD, Subject.WORKER})
EVERYBODY_CONCERNED = frozenset(Subject)
WORKER = frozenset({Subject.WORKER})
NOBODY: frozenset[Subject] = frozenset()

EVERY_FIELD: Final = ("*",)
"""The history of a table of which every change counts, those of a field that is added later too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Governance:
    """All that a table says of itself.

    ``about``: about whom a row says something.
    ``classes``: each field's one class.
    ``web``, ``worker``: the privileges of the database roles; the worker's are those beyond the web's.
    ``archived``: whether the archive takes the row along; ``not_archived`` says why not, where it is about a child.
    ``told``: who of those concerned finds it in what they are told when they ask. Fields of the class INTERNAL are
    never part of it, nor are those that ``untold`` names; ``not_told`` says why, wherever anything is left out.
    ``reach``: the fields by which a person or a service is reached at work; nobody else has any.
    ``free_text``: the fields into which a person writes what they answer for.
    ``history``: the fields whose changes auditlog keeps, each with who and when; ``EVERY_FIELD`` for all there are.
    ``unpaired``: the fields that say who did something and have no field for when, each with where that is held.
    """

    about: frozenset[Subject]
    classes: Classification
    web: Privileges = NOTHING
    worker: Privileges = NOTHING
    retention: Retention
    archived: bool
    not_archived: str = ""
    told: frozenset[Subject] = NOBODY
    untold: tuple[str, ...] = ()
    not_told: str = ""
    reach: tuple[str, ...] = ()
    free_text: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    unpaired: Mapping[str, str] = field(default_factory=dict)


def history_of(model: type[Model]) -> tuple[str, ...]:
    """The names of the fields of which a history is kept. None, while the table says nothing of itself."""
    said = vars(model).get("governance")
    if not isinstance(said, Governance):
        return ()
    return tuple(field.name for field in model._meta.fields) if said.history == EVERY_FIELD else said.history


def of(model: type[Model]) -> Governance:
    """What the model's table says of itself. It is not inherited. Raises ``Ungoverned``."""
    found = vars(model).get("governance")
    if not isinstance(found, Governance):
        raise Ungoverned(
            f"{model._meta.label} has no governance: it must say what its table holds and for how long."
        )
    return found
