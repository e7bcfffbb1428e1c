"""The local authority that looks after the record. It decides on officers' scope and is shown to nobody.

No statement tells of it by itself: what a source names is taken up by transfers (``shielding.transfers``).
"""

from registry.classes import WHEREABOUTS
from registry.models import Responsibility
from registry.parts.part import Part

PART: Part[None] = Part(name="responsibility", model=Responsibility, record_class=WHEREABOUTS)
PARTS = (PART,)
