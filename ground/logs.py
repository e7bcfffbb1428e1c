"""Log lines that can be read by anybody who runs the system, because they hold nothing about a child.

A database's message may repeat the values of a row. So a traceback is written without the messages of its exceptions:
where it happened, and of what kind it was.
"""

import logging
import traceback
from types import TracebackType

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class QuietFormatter(logging.Formatter):
    """Formats a record as usual, and an exception by its kind and its places alone."""

    def formatException(self, ei: _Raised) -> str:
        lines = []
        error = ei[1]
        while error is not None:
            places = traceback.extract_tb(error.__traceback__)
            lines.append(type(error).__qualname__)
            lines += [f"  {place.filename}:{place.lineno} in {place.name}" for place in places]
            error = error.__cause__ or error.__context__
        return "\n".join(lines)
