"""Kelly's story in pictures: who is in each picture, and what is said beneath it.

The story is that of the Layer 2 Fair Processing Notice of 2009; all people in it are made up.
"""

from dataclasses import dataclass

_COLOURS = {
    "Kelly": "#801650",
    "Mum": "#3d3d3d",
    "Jane": "#12436d",
    "Paul": "#28a197",
    "Tim": "#f46a25",
    "Libby": "#5a2a82",
}
_STEP = 110
_ROW = 130
_IN_A_ROW = 3
_TOP, _TOP_OF_A_CHILD = 4, 12


@dataclass(frozen=True, slots=True)
class Figure:
    """One person in a picture: their colour, and where they are in it, from the top of the head to the name below."""

    name: str
    colour: str
    middle: int
    top: int
    foot: int

    @property
    def head(self) -> int:
        return self.top + 24

    @property
    def shoulders(self) -> int:
        return self.top + 76

    @property
    def name_at(self) -> int:
        return self.foot + 20


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture of the story: who is in it, what it shows for those who cannot see it, and the words beneath."""

    people: tuple[str, ...]
    shows: str
    words: tuple[str, ...]

    @property
    def width(self) -> int:
        return _STEP * min(len(self.people), _IN_A_ROW)

    @property
    def rows(self) -> int:
        return -(-len(self.people) // _IN_A_ROW)

    @property
    def height(self) -> int:
        return _ROW * self.rows

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(_figure(name, *divmod(at, _IN_A_ROW)) for at, name in enumerate(self.people))


def _figure(name: str, row: int, place: int) -> Figure:
    return Figure(
        name=name,
        colour=_COLOURS[name],
        middle=_STEP * place + _STEP // 2,
        top=_ROW * row + (_TOP_OF_A_CHILD if name == "Kelly" else _TOP),
        foot=_ROW * row + 104,
    )


PANELS = (
    Panel(
        ("Kelly", "Mum"),
        "Kelly and her mum at home",
        ("Kelly is 15.", "Her mum is ill.", "Kelly looks after her mum and three small children."),
    ),
    Panel(
        ("Jane", "Kelly"),
        "Jane and Kelly at school",
        ("Jane works at Kelly's school.", "She sees that Kelly falls behind.", "She does not know why."),
    ),
    Panel(
        ("Tim", "Paul"),
        "Tim and Paul, each in another office",
        (
            "Tim knows that the rent is not paid.",
            "Paul helped the family last year.",
            "None of them knows of the others.",
        ),
    ),
    Panel(
        ("Jane", "Kelly"),
        "Jane asks Kelly",
        (
            "Jane asks Kelly: may I find out who else helps you?",
            "She says what she will do.",
            "Kelly says yes.",
        ),
    ),
    Panel(
        ("Jane",),
        "Jane at her computer",
        (
            "Jane says why she looks.",
            "She finds the names of Tim and Paul, and how to ring them.",
            "The page does not say why they help Kelly.",
        ),
    ),
    Panel(
        ("Jane", "Tim", "Paul"),
        "Jane, Tim and Paul talk",
        ("Jane rings Tim and Paul.", "Each of them asks Kelly first.", "Now they can work as a team."),
    ),
    Panel(
        ("Kelly", "Mum", "Jane", "Tim", "Paul", "Libby"),
        "All of them sit down with Kelly and her mum, and Libby is new",
        (
            "They all meet with Kelly and her mum.",
            "Paul brings Libby.",
            "Libby helps children who look after somebody.",
            "She puts her name on the page too.",
        ),
    ),
    Panel(
        ("Kelly",),
        "Kelly",
        ("Kelly does not have to tell her story again and again.", "She gets help, and so does her mum."),
    ),
)
"""The story, from the first picture to the last."""
