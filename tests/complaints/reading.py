"""How old somebody must be to read a page: what is read of it, and by which measure.

What counts are the sentences of ``<main>``: paragraphs, items of lists, terms and what is said of them, questions,
hints and labels. A sentence ends at its full stop, its question mark, its colon, or with its block. Left out is what
is looked up and not read: headings, tables, pictures, lists of links to other pages, code, quotations of others,
references, telephone numbers and e-mail addresses, and blocks of one or two words, which would make everything look
easier.

Two measures are taken, and the harder counts: Flesch-Kincaid's grade (0.39 x words of a sentence + 11.8 x syllables
of a word - 15.59) and the automated readability index (0.5 x words of a sentence + 4.71 x letters of a word - 21.43),
which does not depend on how syllables are counted. A child in the first grade is six, so the age is the grade and
five.
"""

import re
import warnings
from dataclasses import dataclass, field
from html.parser import HTMLParser

with warnings.catch_warnings():
    # Its word lists of other languages have backslashes that Python complains of when it first reads the file.
    warnings.simplefilter("ignore", DeprecationWarning)
    warnings.simplefilter("ignore", SyntaxWarning)
    import readability

AGE_AT_GRADE_NOUGHT = 5
FEWEST_WORDS = 3
_BLOCKS = frozenset(
    {"p", "li", "dt", "dd", "div", "label", "legend", "fieldset", "ul", "ol", "dl", "form", "main"}
)
_PASSED_OVER = frozenset(
    {
        "h1",
        "h2",
        "h3",
        "h4",
        "table",
        "svg",
        "nav",
        "code",
        "blockquote",
        "button",
        "script",
        "select",
        "summary",
    }
)
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|\d+")
_REACHES = re.compile(r"\S+@\S+|\b0\d{2,}[ \d]*\d|https?://\S+")


@dataclass
class _Reader(HTMLParser):
    """Collects the text of each block of ``<main>``."""

    blocks: list[str] = field(default_factory=list)
    inside: int = 0
    passed_over: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "main":
            self.inside = 1
        elif tag in _PASSED_OVER:
            self.passed_over.append(tag)
        if tag in _BLOCKS or tag == "br":
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.inside = 0
        elif self.passed_over and self.passed_over[-1] == tag:
            self.passed_over.pop()
        if tag in _BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if self.inside and not self.passed_over and self.blocks:
            self.blocks[-1] += data


def sentences_of(page: str) -> list[list[str]]:
    """The sentences that are read of a page, each as its words."""
    reader = _Reader()
    reader.feed(page)
    found = []
    for block in reader.blocks:
        text = _REACHES.sub(" ", " ".join(block.split()))
        found += [_WORD.findall(sentence) for sentence in re.split(r"(?<=[.?!:])\s", text)]
    return [words for words in found if len(words) >= FEWEST_WORDS]


def age_of(sentences: list[list[str]]) -> float:
    """From which age these sentences can be read."""
    text = "\n".join(" ".join(words) for words in sentences)
    grades = readability.getmeasures(text, lang="en")["readability grades"]
    return float(max(grades["Kincaid"], grades["ARI"])) + AGE_AT_GRADE_NOUGHT
