"""What other systems send: the formats, one module for each, and the reader of their files."""

from registry.feeds import school_census, service_involvements
from registry.feeds.layout import Format
from registry.models import Source

FORMATS: dict[str, Format] = {
    module.FORMAT.name: module.FORMAT for module in (school_census, service_involvements)
}
"""The formats by name. Each source has one (``registry.Source.Kind``)."""


def spoken_by(kind: str) -> Format:
    """The format in which a source of this kind speaks. What practitioners propose here is said as a census says it."""
    return school_census.FORMAT if kind == Source.Kind.PRACTITIONERS else FORMATS[kind]
