"""What came out of a survey: counts by question and by band, groups of comments, quotations, and what was changed.

Nobody is to be recognised in it. A band of fewer than five people is not shown apart: it is put together with others,
until what is put together is no smaller either, so that taking the rest from the whole gives nobody away.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Sum, TextChoices

from access import policy
from access.eyes import Searcher
from access.permissions import Permission
from complaints import consultation
from complaints.consultation import State
from complaints.models import (
    Age,
    Answer,
    Gender,
    Group,
    Lives,
    Question,
    Quotation,
    Said,
    Sheet,
    Survey,
    Voice,
)
from ground import statute

BANDS: Mapping[str, tuple[str, type[TextChoices]]] = {
    "age": ("Age", Age),
    "gender": ("Girl or boy", Gender),
    "lives": ("Where they live", Lives),
}
"""The bands: the field of a sheet, what it is called, and its values."""
REST = "Others, or not said"
WIDTH = 420
"""How wide the bar of everybody is drawn."""
ROW = 34


@dataclass(frozen=True, slots=True)
class Bar:
    """How many said one thing, what part of all who answered that is, and where its bar is drawn."""

    said: str
    times: int
    percent: int
    y: int
    width: int


@dataclass(frozen=True, slots=True)
class BandRow:
    """What the people of one band said. ``times``: in the order of ``Said``."""

    band: str
    times: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BandTable:
    """One question by one kind of band."""

    title: str
    rows: tuple[BandRow, ...]


@dataclass(frozen=True, slots=True)
class Grouped:
    """So many comments say much the same. ``times``: of them, by those who said yes, no and not sure on a sheet."""

    words: str
    total: int
    times: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What came out of one question. ``why``: how many of those who said yes, no and not sure wrote something."""

    position: int
    words: str
    is_open: bool
    answered: int
    bars: tuple[Bar, ...]
    height: int
    bands: tuple[BandTable, ...]
    comments: int
    why: tuple[int, ...]
    groups: tuple[Grouped, ...]
    quotations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Who:
    """So many people of one band took part."""

    title: str
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """All that came out of a survey. ``channels``: sheets on the internet and on paper, and people in meetings."""

    title: str
    source: str
    council: str
    people: int
    sheets: int
    channels: tuple[tuple[str, int], ...]
    places: int
    who: tuple[Who, ...]
    questions: tuple[Finding, ...]
    changes: tuple[str, ...]
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Public:
    """A survey as it is listed to everybody. ``reference`` leads to what came out, where that is published."""

    reference: str
    title: str
    council: str
    published_at: datetime | None


def published(reference: str) -> Findings:
    """What came out of a survey, for everybody. Raises ``consultation.NoSuchSurvey`` where it is not published."""
    rows = Survey.objects.exclude(published_at=None).select_related("authority")
    survey = rows.filter(reference=reference).first()
    if survey is None:
        raise consultation.NoSuchSurvey
    return _findings(survey)


def of(reference: str, *, by: Searcher) -> Findings:
    """What came out so far, for the officers of the council. Raises ``consultation.NoSuchSurvey``."""
    policy.require(by, Permission.CONDUCT_CONSULTATION)
    survey = Survey.objects.within(by).select_related("authority").filter(reference=reference).first()
    if survey is None:
        raise consultation.NoSuchSurvey
    return _findings(survey)


def listed() -> tuple[tuple[Public, ...], tuple[Public, ...]]:
    """The surveys that are open now, and those of which is shown what came out, the newest first."""
    rows = Survey.objects.exclude(opened_at=None).select_related("authority").order_by("-opened_at", "-pk")
    known = [
        (consultation.state(row), Public(row.reference, row.title, row.authority.name, row.published_at))
        for row in rows
    ]
    return (
        tuple(one for state, one in known if state is State.OPEN),
        tuple(one for state, one in known if state is State.PUBLISHED),
    )


def apart(sizes: Mapping[str, int], *, least: int) -> frozenset[str]:
    """Of these bands with so many people each, the ones that may be shown apart. Empty is who did not say.

    Whatever is not shown apart is shown together, and is nobody or ``least`` people or more.
    """
    shown = {band for band, size in sizes.items() if band and size >= least}
    rest = sum(size for band, size in sizes.items() if band not in shown)
    for band in sorted(shown, key=lambda one: (sizes[one], one)):
        if not 0 < rest < least:
            break
        shown.remove(band)
        rest += sizes[band]
    return frozenset(shown)


def _findings(survey: Survey) -> Findings:
    sheets = Sheet.objects.filter(survey=survey)
    in_channel = dict(sheets.values_list("channel").annotate(people=Sum("people")))
    return Findings(
        title=survey.title,
        source=survey.source,
        council=survey.authority.name,
        people=sum(in_channel.values()),
        sheets=sheets.exclude(channel=Sheet.Channel.MEETING).count(),
        channels=tuple((str(one.label), in_channel[one]) for one in Sheet.Channel if one in in_channel),
        places=sheets.exclude(place=None).values("place").distinct().count(),
        who=tuple(_who(sheets.values_list(kind).annotate(people=Sum("people")), kind) for kind in BANDS),
        questions=_questions(survey),
        changes=tuple(survey.changes.order_by("written_at", "pk").values_list("words", flat=True)),
        published_at=survey.published_at,
    )


def _who(rows: Iterable[tuple[str, int]], kind: str) -> Who:
    sizes = dict(rows)
    shown = apart(sizes, least=statute.SMALLEST_BAND.value)
    title, values = BANDS[kind]
    rest = sum(size for band, size in sizes.items() if band not in shown)
    named = [(str(band.label), sizes[band]) for band in values if band in shown]
    return Who(title, tuple(named + ([(REST, rest)] if rest else [])))


def _questions(survey: Survey) -> tuple[Finding, ...]:
    answers = Answer.objects.filter(question__survey=survey)
    said = _counted(answers.values_list("question", "said").annotate(n=Sum("times")))
    by_band = {
        kind: _counted(answers.values_list("question", f"sheet__{kind}", "said").annotate(n=Sum("times")))
        for kind in BANDS
    }
    voices = Voice.objects.filter(question__survey=survey)
    comments = _counted(voices.values_list("question").annotate(n=Count("pk")))
    of_sheets = voices.exclude(sheet__channel=Sheet.Channel.MEETING).filter(
        sheet__answers__question=F("question")
    )
    why = _counted(of_sheets.values_list("question", "sheet__answers__said").annotate(n=Count("pk")))
    why_group = _counted(
        of_sheets.exclude(group=None).values_list("group", "sheet__answers__said").annotate(n=Count("pk"))
    )
    groups = Group.objects.filter(question__survey=survey).annotate(total=Count("voices"))
    quoted = Quotation.objects.filter(voice__question__survey=survey).order_by("pk")
    quotations = list(quoted.values_list("voice__question", "words"))
    return tuple(
        _finding(
            one,
            said={value: said[one.pk, value] for value in Said},
            bands=tuple(_band_table(kind, rows, one.pk) for kind, rows in by_band.items()),
            comments=comments[one.pk,],
            why=tuple(why[one.pk, value] for value in Said),
            groups=tuple(
                Grouped(row.words, row.total, tuple(why_group[row.pk, value] for value in Said))
                for row in sorted(groups, key=lambda row: (-row.total, row.words))
                if row.question_id == one.pk
            ),
            quotations=tuple(words for question, words in quotations if question == one.pk),
        )
        for one in survey.questions.order_by("position")
    )


def _counted(rows: Iterable[tuple[object, ...]]) -> Counter[tuple[object, ...]]:
    """Rows that end in a number, as numbers by what stands before it."""
    found: Counter[tuple[object, ...]] = Counter()
    for *key, times in rows:
        found[tuple(key)] += int(str(times))
    return found


def _finding(
    question: Question,
    *,
    said: Mapping[Said, int],
    bands: tuple[BandTable, ...],
    comments: int,
    why: tuple[int, ...],
    groups: tuple[Grouped, ...],
    quotations: tuple[str, ...],
) -> Finding:
    return Finding(
        position=question.position,
        words=question.words,
        is_open=question.is_open,
        answered=sum(said.values()),
        bars=bars(said),
        height=ROW * len(said),
        bands=bands,
        comments=comments,
        why=why,
        groups=groups,
        quotations=quotations,
    )


def bars(said: Mapping[Said, int]) -> tuple[Bar, ...]:
    """A bar for each answer, one below the other. All together are as long as ``WIDTH``."""
    whole = sum(said.values())
    return tuple(
        Bar(
            said=str(value.label),
            times=times,
            percent=round(100 * times / whole) if whole else 0,
            y=ROW * at,
            width=round(WIDTH * times / whole) if whole else 0,
        )
        for at, (value, times) in enumerate(said.items())
    )


def _band_table(kind: str, rows: Mapping[tuple[object, ...], int], question: int) -> BandTable:
    title, values = BANDS[kind]
    sizes: Counter[str] = Counter()
    for (of, band, _), times in rows.items():
        if of == question:
            sizes[str(band)] += times
    shown = apart(sizes, least=statute.SMALLEST_BAND.value)
    rest = [band for band in sizes if band not in shown]
    named = [BandRow(str(band.label), _times(rows, question, [band])) for band in values if band in shown]
    others = [BandRow(REST, _times(rows, question, rest))] if any(sizes[band] for band in rest) else []
    return BandTable(title, tuple(named + others))


def _times(rows: Mapping[tuple[object, ...], int], question: int, bands: Sequence[str]) -> tuple[int, ...]:
    return tuple(sum(rows.get((question, band, said), 0) for band in bands) for said in Said)
