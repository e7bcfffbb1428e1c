"""Django's own ``{% url %}`` and ``{% static %}``, which look an address without a value up only once.

Every template has them. Most addresses on a page are of that kind: the navigation, the foot, the style sheets.
"""

from typing import Any

from django import template
from django.template import defaulttags
from django.template.base import Parser, Token, Variable
from django.templatetags.static import StaticNode

from ground import addresses

register = template.Library()


class Page(defaulttags.URLNode):
    """A page's address, escaped where the page is."""

    def render(self, context: template.Context) -> str:
        if self.args or self.kwargs or isinstance(self.view_name.var, Variable):
            return super().render(context)
        address = template.base.render_value_in_context(addresses.of_page(self.view_name.var), context)
        if self.asvar is None:
            return address
        context[self.asvar] = address
        return ""


class File(StaticNode):
    """A static file's address."""

    @classmethod
    def handle_simple(cls, path: str) -> str:
        return addresses.of_file(path)


@register.tag
def url(parser: Parser, token: Token) -> Page:
    node: Any = defaulttags.url(parser, token)
    return Page(node.view_name, node.args, node.kwargs, node.asvar)


@register.tag
def static(parser: Parser, token: Token) -> StaticNode:
    return File.handle_token(parser, token)
