"""How the tests are shared out among the processes that run them: a file, or a few that need one system, to a process.

What takes longest begins first, so that the processes end together. (The groups of xdist itself are no help: with this
pytest it forgets them without a word, and each process would start a system of its own.)
"""

from collections import Counter

import pytest
from xdist.scheduler import LoadScopeScheduling

LONGEST = (
    "tests/journeys/",
    "tests/workshop/test_up.py",
    "tests/outages/",
    "tests/house/test_noninterference.py",
    "tests/hostile/test_forms.py",
    "tests/house/test_urls.py",
    "tests/regressions/test_no_open_twin.py",
    "tests/hostile/test_requests.py",
    "tests/contactpoint/test_timetable.py",
)
"""Files by the time that they take; after them come those with the most tests. A folder is one share."""


def share_of(nodeid: str) -> str:
    """The share that a test belongs to, by its name in the tree."""
    file = nodeid.split("::", 1)[0]
    return next((long for long in LONGEST if file.startswith(long)), file)


def in_order(items: list[pytest.Item]) -> list[pytest.Item]:
    """The longest share first; inside a share the order stays."""
    shares = [share_of(item.nodeid) for item in items]
    sizes = Counter(shares)
    rank = {share: place for place, share in enumerate(LONGEST)}
    places = sorted(
        range(len(items)), key=lambda place: (rank.get(shares[place], len(rank)), -sizes[shares[place]])
    )
    return [items[place] for place in places]


class Shares(LoadScopeScheduling):
    """A share at a time, in the order in which they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        items[:] = in_order(items)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Shares:
    config.option.loadscopereorder = False
    return Shares(config, log)
