"""The URLs of the pages about children. A child stands in them by reference alone."""

from django.urls import path

from shielding.views import (
    consent,
    contact,
    finding,
    proposal,
    quarantine,
    reason,
    record,
    shield,
    transfer,
)

app_name = "shielding"

_CHILD = "children/<reference:reference>"

urlpatterns = [
    path("search/", finding.find_child, name="search"),
    path("propose/", proposal.propose, name="propose"),
    path(f"{_CHILD}/", record.show_record, name="record"),
    path(f"{_CHILD}/reason/", reason.give_reason, name="reason"),
    path(f"{_CHILD}/proposed/", proposal.thank, name="proposed"),
    path(f"{_CHILD}/involvement/start/", record.start_involvement, name="start-involvement"),
    path(f"{_CHILD}/involvement/finish/", record.finish_involvement, name="finish-involvement"),
    path(f"{_CHILD}/sensitive-involvement/", consent.start, name="sensitive-involvement"),
    path(f"{_CHILD}/sensitive-involvement/finish/", consent.finish, name="finish-sensitive-involvement"),
    path(f"{_CHILD}/sensitive-involvement/withdraw/", consent.withdraw, name="withdraw-consent"),
    path(f"{_CHILD}/contact/", contact.ask, name="contact"),
    path(f"{_CHILD}/shield/", shield.impose, name="impose-shield"),
    path(f"{_CHILD}/shield/review/", shield.review, name="review-shield"),
    path(f"{_CHILD}/shield/lift/ask/", shield.ask_lift, name="ask-lift"),
    path(f"{_CHILD}/shield/lift/agree/", shield.agree_lift, name="agree-lift"),
    path(f"{_CHILD}/household/", shield.show_household, name="household"),
    path("contact-requests/", contact.list_own, name="contact-requests"),
    path("contact-requests/sent/", contact.asked, name="contact-asked"),
    path("brokering/", contact.list_waiting, name="brokering"),
    path("brokering/<reference:reference>/", contact.answer, name="answer-contact"),
    path("shields/", shield.list_shields, name="shields"),
    path("transfers/", transfer.list_transfers, name="transfers"),
    path("transfers/<reference:reference>/offer/", transfer.offer, name="offer-transfer"),
    path("transfers/<reference:reference>/withdraw/", transfer.withdraw, name="withdraw-transfer"),
    path("transfers/<reference:reference>/accept/", transfer.accept, name="accept-transfer"),
    path("transfers/<reference:reference>/refuse/", transfer.refuse, name="refuse-transfer"),
    path("quarantine/", quarantine.list_waiting, name="quarantine"),
    path("quarantine/decided/", quarantine.list_decided, name="decided"),
    path("quarantine/decided/<reference:reference>/", quarantine.take_back, name="take-back"),
    path("quarantine/<reference:statement>/", quarantine.decide, name="decide"),
    path("quarantine/<reference:statement>/confirm/", quarantine.confirm, name="confirm-decision"),
]
