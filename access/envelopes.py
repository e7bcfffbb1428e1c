"""New credentials, between the moment they are issued and the one time that they are shown.

The page that issues them leads on to the page that shows them. In between they lie in the administrator's session,
sealed, for ten minutes at most. Opening takes them out: whoever asks again, by Refresh or Back, finds nothing. What was
not seen is not lost by a broken connection, as long as it was not opened; once opened, new ones are issued.
"""

import base64
import dataclasses
import json
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase

from access.accounts import Credentials
from ground import crypto

LASTS = timedelta(minutes=10)
_ENVELOPE = "issued_credentials"
_WORDS = "words_shown_once"


def put(session: SessionBase, issued: Credentials, *, reference: str, now: datetime) -> None:
    """Seal them for this account. A session holds those of one account at a time."""
    written = {**dataclasses.asdict(issued), "valid_until": issued.valid_until.isoformat()}
    sealed = crypto.seal(json.dumps(written), context=_context(reference))
    session[_ENVELOPE] = {
        "reference": reference,
        "until": (now + LASTS).isoformat(),
        "sealed": base64.b64encode(sealed).decode(),
    }


def open_once(session: SessionBase, *, reference: str, now: datetime) -> Credentials | None:
    """Take the credentials of this account out; ``None`` where there are none, or they were taken out before."""
    held = session.get(_ENVELOPE)
    if held is None or held["reference"] != reference:
        return None
    del session[_ENVELOPE]
    if now > datetime.fromisoformat(held["until"]):
        return None
    facts = json.loads(crypto.unseal(base64.b64decode(held["sealed"]), context=_context(reference)))
    return Credentials(**facts | {"valid_until": datetime.fromisoformat(facts["valid_until"])})


def _context(reference: str) -> str:
    return f"issued-credentials:{reference}"


# --- words alone ------------------------------------------------------------------------------------------------


def put_words(session: SessionBase, words: str, *, reference: str, now: datetime) -> None:
    """Seal words that are shown once, such as a password, for this thing. A session holds those of one thing."""
    sealed = crypto.seal(words, context=_context(reference))
    session[_WORDS] = {
        "reference": reference,
        "until": (now + LASTS).isoformat(),
        "sealed": base64.b64encode(sealed).decode(),
    }


def open_words(session: SessionBase, *, reference: str, now: datetime) -> str | None:
    """Take the words of this thing out; ``None`` where there are none, or they were taken out before."""
    held = session.get(_WORDS)
    if held is None or held["reference"] != reference:
        return None
    del session[_WORDS]
    if now > datetime.fromisoformat(held["until"]):
        return None
    return crypto.unseal(base64.b64decode(held["sealed"]), context=_context(reference))
