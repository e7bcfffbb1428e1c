"""What people type: queries about known children, each wrong in one of the ways in which people are wrong.

The standard kinds are one slip each; the compound ones are two or three at once; the further ones are what people mean
otherwise: another child's name, names in another order. A query's child counts as found if it is among the ten best
candidates.
"""

import random
import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from ground import statute
from registry import formats, names
from shielding.disclosure.query import Query
from workshop.bench.loading import Remembered

SEED = 2010
GENDER_SHARE = 0.80
POSTCODE_SHARE = 0.50
POSTCODE_RIGHT, POSTCODE_OUTWARD = 0.65, 0.20
"""Of the postcodes that are given; the rest are somebody else's."""


class Kind(StrEnum):
    """In which way a query is wrong."""

    EXACT = "exact"
    TYPO_1 = "one typing error"
    TYPO_2 = "two typing errors"
    SWAPPED = "names swapped"
    NICKNAME = "nickname"
    SOUNDS_ALIKE = "sounds alike"
    DAY_MONTH = "day and month swapped"
    WRONG_PART = "wrong digit in the birth date"
    NEW_SURNAME = "another family name"
    FORMER_NAME = "former name"
    AGE = "age alone"
    AGE_TYPO = "age and one typing error"
    AGE_NICKNAME = "age and nickname"

    ANY_DAY = "any wrong day"
    ANY_MONTH = "any wrong month"
    ANY_YEAR = "any wrong year"
    TYPO_DAY = "one typing error, wrong day"
    NICKNAME_TYPO = "nickname, one typing error"
    SOUND_TYPO = "sounds alike, one typing error"
    NEW_SURNAME_DAY_MONTH = "another family name, day and month swapped"
    TYPO_3 = "three typing errors"
    TYPO_MOVED = "one typing error, has moved"
    WRONG_INITIAL = "wrong initial"

    NEW_GIVEN = "another popular given name"
    NEW_GIVEN_DAY_MONTH = "another popular given name, day and month swapped"
    NEW_NAMES = "another popular given name, another family name"
    PARTS_TURNED = "parts of a name in another order"
    AGE_SWAPPED = "age and names swapped"


AGE_ALONE = (Kind.AGE, Kind.AGE_TYPO, Kind.AGE_NICKNAME)
BY_AGE = (*AGE_ALONE, Kind.AGE_SWAPPED)
STANDARD = tuple(Kind)[: tuple(Kind).index(Kind.ANY_DAY)]
COMPOUND = tuple(Kind)[len(STANDARD) : tuple(Kind).index(Kind.NEW_GIVEN)]
ANOTHER_NAME = (
    Kind.NEW_SURNAME,
    Kind.NEW_SURNAME_DAY_MONTH,
    Kind.NEW_GIVEN,
    Kind.NEW_GIVEN_DAY_MONTH,
    Kind.NEW_NAMES,
)
ANOTHER_ORDER = (Kind.SWAPPED, Kind.PARTS_TURNED, Kind.AGE_SWAPPED)
ONE_NAME_UNKNOWN = (Kind.NEW_SURNAME, Kind.NEW_SURNAME_DAY_MONTH)
"""The family name typed is another one: who does not know both names of a child is not meant to find the child."""
MUST_BE_FOUND = (
    Kind.EXACT,
    Kind.SWAPPED,
    Kind.NICKNAME,
    Kind.SOUNDS_ALIKE,
    Kind.FORMER_NAME,
    Kind.DAY_MONTH,
    Kind.WRONG_PART,
)
"""The slips that the search is built around."""


class People:
    """Draws queries about the children that were remembered, the same every time."""

    def __init__(
        self,
        remembered: Sequence[Remembered],
        families: Sequence[str],
        postcodes: Sequence[str],
        *,
        births: tuple[date, date],
        seed: str,
        popular: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._remembered = remembered
        self._families = families
        self._postcodes = postcodes
        self._popular = popular or {}
        self._oldest, self._youngest = births
        self._rng = random.Random(f"{SEED}:{seed}")

    def ask(self, kind: Kind) -> tuple[Remembered, Query]:
        """A child and a query about it that is wrong in this way."""
        while True:
            child = self._rng.choice(self._remembered)
            if asked := self.ask_about(child, kind):
                return child, asked

    def ask_about(self, child: Remembered, kind: Kind) -> Query | None:
        """A query about this child that is wrong in this way; nothing where the child gives no cause for it."""
        asked: Query | None = self._facts(child, kind)
        for slip in _SLIPS[kind]:
            asked = asked and slip(self, child, asked)
        return asked

    def mixed(self, kinds: Sequence[Kind]) -> Iterator[tuple[Kind, Remembered, Query]]:
        """Queries of these kinds in turn, for ever."""
        while True:
            for kind in kinds:
                yield kind, *self.ask(kind)

    def broad(self) -> Query:
        """A query that fits many: a very common name, an age, a gender, and nothing more."""
        girl = self._rng.random() < 0.5
        given = self._rng.choice(("Olivia", "Amelia", "Emily") if girl else ("Oliver", "Jack", "Harry"))
        family = self._rng.choice(("Smith", "Jones", "Taylor"))
        born = self._rng.choice(self._remembered).born
        return Query(given=given, family=family, ages=self._ages(born), gender="F" if girl else "M")

    # --- what everybody may know

    def _facts(self, child: Remembered, kind: Kind) -> Query:
        chance = self._rng.random
        query = Query(given=child.given, family=child.family, born=child.born)
        if chance() < GENDER_SHARE:
            query = replace(query, gender=child.gender)
        if child.postcode and chance() < POSTCODE_SHARE:
            query = replace(query, postcode=self._postcode(child))
        if kind in BY_AGE:
            query = replace(query, born=None, ages=self._ages(child.born))
            if not (query.gender or query.postcode):
                # a search by age needs one more fact
                query = replace(query, gender=child.gender)
        return query

    def _postcode(self, child: Remembered) -> str:
        chance = self._rng.random()
        if chance < POSTCODE_RIGHT:
            return child.postcode
        if chance < POSTCODE_RIGHT + POSTCODE_OUTWARD:
            return formats.outward(child.postcode)
        return self._rng.choice(self._postcodes)

    def _ages(self, born: date) -> tuple[date, date]:
        last = born + timedelta(days=self._rng.randrange(729))
        return statute.years_before(last, statute.AGE_BAND_WIDEST.value), last

    # --- slips: each returns the query as a person would get it wrong, or nothing where this child gives no cause

    def _mistyped(self, _: Remembered, asked: Query) -> Query | None:
        field = self._rng.choice(("given", "family"))
        return _renamed(asked, field, self._typo(getattr(asked, field)))

    def _typo(self, name: str) -> str:
        at = self._rng.randrange(len(name))
        letter = self._rng.choice(string.ascii_lowercase)
        left, here, right = name[:at], name[at], name[at + 1 :]
        return self._rng.choice(
            (
                left + right if len(name) > 2 else name + letter,
                left + here + letter + right,
                left + letter + right,
                left + right[:1] + here + right[1:] if right else left + letter,
            )
        )

    def _swapped(self, _: Remembered, asked: Query) -> Query | None:
        return replace(asked, given=asked.family, family=asked.given)

    def _nickname(self, _: Remembered, asked: Query) -> Query | None:
        others = sorted(names.nicknames(asked.given) - {names.normalise(asked.given)})
        return replace(asked, given=self._rng.choice(others).title()) if others else None

    def _by_ear(self, _: Remembered, asked: Query) -> Query | None:
        for field in self._rng.sample(("given", "family"), 2):
            name = getattr(asked, field).lower()
            heard = [name.replace(written, spoken) for written, spoken in _BY_EAR if written in name]
            if heard:
                return _renamed(asked, field, self._rng.choice(heard).title())
        return None

    def _day_and_month(self, child: Remembered, asked: Query) -> Query | None:
        born = child.born
        return self._reborn(asked, born.year, born.day, born.month, but_not=born)

    def _wrong_digit(self, child: Remembered, asked: Query) -> Query | None:
        digits = list(f"{child.born:%Y%m%d}")
        digits[self._rng.randrange(2, 8)] = self._rng.choice(string.digits)
        text = "".join(digits)
        return self._reborn(asked, int(text[:4]), int(text[4:6]), int(text[6:]), but_not=child.born)

    def _wrong_day(self, child: Remembered, asked: Query) -> Query | None:
        born = child.born
        return self._reborn(asked, born.year, born.month, self._rng.randint(1, 31), but_not=born)

    def _wrong_month(self, child: Remembered, asked: Query) -> Query | None:
        born = child.born
        return self._reborn(asked, born.year, self._rng.randint(1, 12), born.day, but_not=born)

    def _wrong_year(self, child: Remembered, asked: Query) -> Query | None:
        born = child.born
        return self._reborn(asked, born.year + self._rng.randint(-10, 10), born.month, born.day, but_not=born)

    def _reborn(self, query: Query, year: int, month: int, day: int, *, but_not: date) -> Query | None:
        """Another birth date; nothing where it is no date, or none at which a child of the county was born."""
        try:
            born = date(year, month, day)
        except ValueError:
            return None
        return (
            replace(query, born=born) if self._oldest <= born <= self._youngest and born != but_not else None
        )

    def _another_family(self, _: Remembered, asked: Query) -> Query | None:
        return replace(asked, family=self._rng.choice(self._families))

    def _another_given(self, child: Remembered, asked: Query) -> Query | None:
        """A name that many children of the same gender bear, and that does not stand for this child's."""
        other = self._rng.choice(self._popular.get(child.gender, (child.given,)))
        known = names.normalise(other) in names.nicknames(child.given)
        return None if known else replace(asked, given=other)

    def _turned(self, _: Remembered, asked: Query) -> Query | None:
        """The parts of a double name the other way round; nothing for a name of one part."""
        for field in self._rng.sample(("given", "family"), 2):
            first, joint, last = getattr(asked, field).partition("-")
            if joint:
                return _renamed(asked, field, f"{last}{joint}{first}")
        return None

    def _former(self, child: Remembered, asked: Query) -> Query | None:
        return replace(asked, given=child.former[0], family=child.former[1]) if child.former else None

    def _moved(self, child: Remembered, asked: Query) -> Query | None:
        if not child.postcode:
            # whose postcode is withheld is not found by any
            return None
        return replace(asked, postcode=self._rng.choice(self._postcodes))

    def _wrong_initial(self, _: Remembered, asked: Query) -> Query | None:
        field = self._rng.choice(("given", "family"))
        return _renamed(asked, field, self._rng.choice(string.ascii_uppercase) + getattr(asked, field)[1:])


_BY_EAR = (
    *(("ph", "f"), ("ck", "k"), ("ie", "y"), ("ey", "y"), ("ll", "l"), ("ss", "s"), ("nn", "n"), ("tt", "t")),
    *(
        ("oo", "u"),
        ("ee", "ea"),
        ("ou", "u"),
        ("ai", "ay"),
        ("y", "i"),
        ("ei", "ie"),
        ("mb", "m"),
        ("kn", "n"),
    ),
    *(("c", "k"), ("z", "s"), ("a", "e"), ("er", "or"), ("th", "t")),
)
"""What is written, and how somebody who only heard it may write it."""


def _renamed(query: Query, field: str, name: str) -> Query:
    return replace(query, given=name) if field == "given" else replace(query, family=name)


Slip = Callable[[People, Remembered, Query], Query | None]
_SLIPS: Mapping[Kind, tuple[Slip, ...]] = {
    Kind.EXACT: (),
    Kind.TYPO_1: (People._mistyped,),
    Kind.TYPO_2: (People._mistyped,) * 2,
    Kind.SWAPPED: (People._swapped,),
    Kind.NICKNAME: (People._nickname,),
    Kind.SOUNDS_ALIKE: (People._by_ear,),
    Kind.DAY_MONTH: (People._day_and_month,),
    Kind.WRONG_PART: (People._wrong_digit,),
    Kind.NEW_SURNAME: (People._another_family,),
    Kind.FORMER_NAME: (People._former,),
    Kind.AGE: (),
    Kind.AGE_TYPO: (People._mistyped,),
    Kind.AGE_NICKNAME: (People._nickname,),
    Kind.ANY_DAY: (People._wrong_day,),
    Kind.ANY_MONTH: (People._wrong_month,),
    Kind.ANY_YEAR: (People._wrong_year,),
    Kind.TYPO_DAY: (People._mistyped, People._wrong_day),
    Kind.NICKNAME_TYPO: (People._nickname, People._mistyped),
    Kind.SOUND_TYPO: (People._by_ear, People._mistyped),
    Kind.NEW_SURNAME_DAY_MONTH: (People._another_family, People._day_and_month),
    Kind.TYPO_3: (People._mistyped,) * 3,
    Kind.TYPO_MOVED: (People._mistyped, People._moved),
    Kind.WRONG_INITIAL: (People._wrong_initial,),
    Kind.NEW_GIVEN: (People._another_given,),
    Kind.NEW_GIVEN_DAY_MONTH: (People._another_given, People._day_and_month),
    Kind.NEW_NAMES: (People._another_given, People._another_family),
    Kind.PARTS_TURNED: (People._turned,),
    Kind.AGE_SWAPPED: (People._swapped,),
}
