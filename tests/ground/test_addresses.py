"""Addresses that are worked out once are those that would be worked out anew."""

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.test import override_settings
from django.urls import NoReverseMatch, path, reverse

from ground import addresses


class Other:
    """Another site's addresses."""

    urlpatterns = [
        path("elsewhere/<int:at>/", HttpResponse, name="at"),
        path("a&b/", HttpResponse, name="home"),
    ]


def rendered(text: str, **values: object) -> str:
    return Template(text).render(Context(values))


def test_a_page_keeps_its_address_until_the_settings_change() -> None:
    assert addresses.of_page("home") == reverse("home") == "/"
    with override_settings(ROOT_URLCONF=Other):
        assert addresses.of_page("home") == "/a&b/"
        with pytest.raises(NoReverseMatch):
            addresses.of_page("access:help")
    assert addresses.of_page("home") == "/"
    assert addresses.of_page("access:help") == "/help/"


def test_a_file_keeps_its_address_until_the_settings_change() -> None:
    assert addresses.of_file("js/start.js") == "/static/js/start.js"
    with override_settings(STATIC_URL="/files/"):
        assert addresses.of_file("js/start.js") == "/files/js/start.js"
    assert addresses.of_file("js/start.js") == "/static/js/start.js"


def test_the_tags_of_templates_write_what_djangos_own_write() -> None:
    assert (
        rendered("{% url 'access:help' %} {% url 'access:help' as help %}[{{ help }}]") == "/help/ [/help/]"
    )
    assert rendered("{% url name %}", name="access:help") == "/help/"
    assert rendered("{% url 'shielding:record' reference %}", reference="a" * 32) == f"/children/{'a' * 32}/"
    assert rendered("{% static 'js/start.js' %}") == "/static/js/start.js"
    assert rendered("{% static 'js/start.js' as script %}[{{ script }}]") == "[/static/js/start.js]"
    with override_settings(ROOT_URLCONF=Other):
        assert rendered("{% url 'home' %}{% url 'at' at=2 %}") == "/a&amp;b//elsewhere/2/"
        assert rendered("{% autoescape off %}{% url 'home' %}{% endautoescape %}") == "/a&b/"


def test_a_page_that_does_not_exist_is_an_error_every_time() -> None:
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            rendered("{% url 'nowhere' %}")
