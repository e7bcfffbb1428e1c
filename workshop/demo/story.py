"""What can be tried with the twelve children of the story, and what is then seen and what is not.

The children's names are fixed, their birth dates follow from the day on which the county was made, and their numbers
were drawn when it was loaded. So the loader writes down both, and the page reads them there: it asks the register
nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils.formats import date_format

from registry import formats
from workshop.demo import cast


@dataclass(frozen=True, slots=True)
class Trial:
    """Something to try with one child: as whom, what to do, what should be seen then, and what should not."""

    child: cast.Child
    by: cast.Person
    attempt: str
    seen: str
    unseen: str


TRIALS = (
    Trial(
        cast.KELLY,
        cast.JANE,
        attempt="Search with her name and date of birth, say why, and open her record. Then add yourself.",
        seen=(
            "Tim Underhay, who works with the family now, and Paul Thistlewood, who did until four months "
            "ago, each with a telephone number."
        ),
        unseen=(
            "What they work on with her. There are no notes, no photograph and no telephone number of her "
            "home."
        ),
    ),
    Trial(
        cast.RYAN,
        cast.TIM,
        attempt="Search with his ContactPoint number and nothing else.",
        seen="His card, and on the record Tim himself now and Paul before.",
        unseen="Kelly, Jade or Alfie: no record names another child.",
    ),
    Trial(
        cast.JADE,
        cast.LIBBY,
        attempt=(
            "Suppose that you only know her age: search with her name and the age of 9 alone, then with the "
            "postcode ZZ1 2DY as well."
        ),
        seen=(
            "First that one more fact is needed, then her card. Her record says that nobody has recorded "
            "that they are working with her, and that this does not mean she is safe."
        ),
        unseen="A list of the girls of that age, or how many there are.",
    ),
    Trial(
        cast.ALFIE,
        cast.PAUL,
        attempt="Write his name as one hears it: Alfy Dunnock, with the right date of birth.",
        seen="The card of Alfie Dunnock.",
        unseen="Others whose names sound like it: there is one card or none.",
    ),
    Trial(
        cast.ROWAN,
        cast.JANE,
        attempt=(
            "Search with his name and date of birth and open his record. Then search again with the "
            "postcode of his home as well, ZZ8 4HT."
        ),
        seen=(
            "His name, number, date of birth and gender, that the details are withheld, and a way to ask "
            "for contact. With the postcode: no record found, as with any other postcode."
        ),
        unseen="Where he lives or goes to school, who works with him, and which council looks after him.",
    ),
    Trial(
        cast.ISLA,
        cast.OLIVE,
        attempt=(
            "Open her record as the shielding officer of her county, and follow the link to her household."
        ),
        seen=(
            "Her address, the shield and when it has to be reviewed, and her brothers Rowan and Finn, who "
            "are shielded as well."
        ),
        unseen=(
            "Any of this when you sign in as Jane. Lifting the shield takes two officers: Olive asks, Owen "
            "agrees."
        ),
    ),
    Trial(
        cast.FINN,
        cast.EDNA,
        attempt="Search with his name and date of birth as the shielding officer of the next county.",
        seen="No record found.",
        unseen="That there is such a child: the answer is the same as for a name that nobody has.",
    ),
    Trial(
        cast.POPPY,
        cast.PAUL,
        attempt="Open her record.",
        seen="One name, and her parents Helen Fairlie and Martin Ashgrove.",
        unseen="A former name, or a link to a record from before the adoption.",
    ),
    Trial(
        cast.SAMIR,
        cast.RAVI,
        attempt="Search with his name and any day of the year in which he was probably born.",
        seen=(
            "His card: the date of birth is the whole year, as it is an estimate. His record names Paul, "
            "who leads the work with him."
        ),
        unseen="An exact date of birth. Nobody knows it, and the register does not pretend to.",
    ),
    Trial(
        cast.TANSY,
        cast.PAUL,
        attempt="Open her record. Then sign in as Nell, who works with her, and open it again.",
        seen=(
            "As Paul: that one or more specialist and targeted services have been recorded, and a way to "
            "ask for contact. As Nell: her own work with Tansy as well."
        ),
        unseen="As Paul: which service it is, what it is for, and who works there.",
    ),
    Trial(
        cast.MAREK,
        cast.RAVI,
        attempt="Open his record.",
        seen="That nobody has recorded that they are working with him.",
        unseen=(
            "That a specialist service has sent its involvement. It came without consent, so it is set "
            "aside and nobody is shown that it exists."
        ),
    ),
    Trial(
        cast.ZOE,
        cast.JANE,
        attempt="Search for Zoe Marsh: without the two dots, and under the family name that she had before.",
        seen="The card of Zoë O'Dowd-Marsh, with the former name.",
        unseen=(
            "Anybody else called Marsh: names that are alike are not enough, the date of birth has to agree."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A trial as the page tells it, with the child's name and what was written down of it."""

    trial: Trial
    name: str
    born: str
    number: str


def write_down(numbers: Mapping[str, str], *, made_on: date) -> None:
    """Keep what the page needs: each child's number, by its key in the census, and the day from which ages count."""
    _kept().parent.mkdir(parents=True, exist_ok=True)
    _kept().write_text(json.dumps({"made_on": made_on.isoformat(), "numbers": dict(numbers)}) + "\n")


def told() -> tuple[Told, ...]:
    """The trials, in the order of the story; none before the county is loaded."""
    try:
        kept = json.loads(_kept().read_text())
    except FileNotFoundError:
        return ()
    made_on, numbers = date.fromisoformat(kept["made_on"]), kept["numbers"]
    return tuple(_told(trial, made_on, numbers.get(trial.child.key, "")) for trial in TRIALS)


def _told(trial: Trial, made_on: date, number: str) -> Told:
    row = trial.child.row(made_on)
    born = _written(row["birth_date"])
    if row["birth_date_to"]:
        born = f"Estimated: {born} to {_written(row['birth_date_to'])}"
    name = f"{row['given_name']} {row['family_name']}"
    return Told(trial=trial, name=name, born=born, number=formats.spaced(number) if number else "")


def _written(day: str) -> str:
    return date_format(date.fromisoformat(day), "j F Y")


def _kept() -> Path:
    return Path(settings.VAR_DIR) / "county" / "story.json"
