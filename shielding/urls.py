"""The addresses of the pages about children. A child stands in them by reference alone."""

from django.urls import path

from shielding.views import contact, finding, reason, record

app_name = "shielding"

_CHILD = "children/<reference:reference>"

urlpatterns = [
    path("search/", finding.find_child, name="search"),
    path(f"{_CHILD}/", record.show_record, name="record"),
    path(f"{_CHILD}/reason/", reason.give_reason, name="reason"),
    path(f"{_CHILD}/involvement/start/", record.start_involvement, name="start-involvement"),
    path(f"{_CHILD}/involvement/finish/", record.finish_involvement, name="finish-involvement"),
    path(f"{_CHILD}/contact/", contact.ask, name="contact"),
    path("contact-requests/", contact.list_own, name="contact-requests"),
    path("contact-requests/sent/", contact.asked, name="contact-asked"),
]
