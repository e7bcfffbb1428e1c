"""What other systems send: the formats, one module for each, and the reader of their files."""

from registry.feeds import school_census, service_involvements
from registry.feeds.layout import Format

FORMATS: dict[str, Format] = {
    module.FORMAT.name: module.FORMAT for module in (school_census, service_involvements)
}
"""The formats by name. Each source has one (``registry.Source.Kind``)."""
