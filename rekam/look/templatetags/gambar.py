"""Pictures: ``{% icon "home" %}`` draws an icon of Tabler's, ``{% share part whole %}`` a length in a bar."""

from functools import lru_cache
from typing import Any

from django import template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon from the sprite. Without a label it is decoration and is silent for a screen reader."""
    return _drawn(static("vendor/icons.svg"), name, label, css)


@lru_cache(maxsize=1024)
def _drawn(sprite: str, name: str, label: str, css: str) -> SafeString:
    address = f"{sprite}#{name}"
    classes = f"icon {css}".strip()
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', classes, label, address
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', classes, address)


@register.simple_tag
def share(part: float | None, whole: float | None) -> str:
    """The part of the whole as an SVG length from 0% to 100%. The number beside it says the rest."""
    if not part or not whole:
        return "0%"
    return f"{min(max(part / whole, 0.0), 1.0) * 100:.2f}%"


@register.simple_tag(takes_context=True)
def block_again(context: Any, name: str) -> str:
    """The text of a block a second time: a page's title is also its heading."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return str(block.render(context)).strip() if block else ""


@register.simple_tag(takes_context=True)
def turned(context: Any, name: str, number: int) -> str:
    """This page at another page of a list; the parameter *name* says of which, where there are several. What
    else was asked stays.
    """
    asked = context["request"].GET.copy()
    asked[name] = number
    return f"?{asked.urlencode()}"
