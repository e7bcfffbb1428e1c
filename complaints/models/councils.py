"""How a council's team is reached, and which council a postcode is looked after by."""

from django.db import models

from access.models import DIRECTORY_KEPT, Authority
from ground.governance import ADD, CHANGE, DIRECTORY, EVERY_FIELD, INTERNAL, NOBODY, READ, REMOVE, Governance


class Team(models.Model):
    """A council's ContactPoint team, as the public reaches it."""

    governance = Governance(
        about=NOBODY,
        classes={
            INTERNAL: ("id",),
            DIRECTORY: ("authority", "name", "telephone", "email", "hours", "address"),
        },
        web=READ,
        worker=ADD | CHANGE,
        retention=DIRECTORY_KEPT,
        archived=False,
        history=EVERY_FIELD,
        reach=("telephone", "email"),
    )

    authority = models.OneToOneField(Authority, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    telephone = models.CharField(max_length=30)
    email = models.CharField(max_length=254)
    hours = models.CharField(max_length=200)
    address = models.CharField(max_length=200)

    authority_path = "authority__code"

    def __str__(self) -> str:
        return f"team of {self.authority_id}"


class District(models.Model):
    """That a council looks after addresses of a postcode district. A district on a border has several."""

    governance = Governance(
        about=NOBODY,
        classes={INTERNAL: ("id",), DIRECTORY: ("authority", "outward")},
        web=READ,
        worker=ADD | REMOVE,
        retention=DIRECTORY_KEPT,
        archived=False,
    )

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    outward = models.CharField(max_length=4)

    authority_path = "authority__code"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outward", "authority"], name="one_row_per_district_and_council"),
        ]

    def __str__(self) -> str:
        return f"district {self.pk}"
