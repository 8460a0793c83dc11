"""Which elements of an HTML page are no part of its text.

Losing speech is worse than keeping furniture: what might hold speech is dropped only where it is a small part of the
page.
"""

from collections.abc import Set as AbstractSet
from typing import Any

from lxml import etree

_NEVER_SHOWN = "head title script style select option datalist svg math canvas iframe object audio video map"

NEVER_SHOWN = frozenset(_NEVER_SHOWN.split())
"""Elements without text of the page."""

_SUSPECTS = {"nav", "footer", "form", "noscript", "template", "dialog", "textarea", "button", "menu"}
_ROLES = {"navigation", "search", "contentinfo", "dialog", "alertdialog"}
_MARKS = ("cookie", "consent", "gdpr")

_TEXT_OF_ITS_OWN = ("article", "blockquote", "main")
"""Elements whose footer may close a transcript."""

_MAX_SHARE = 0.2
"""A suspect with more of the page's text than this, links apart, is kept: pages wrap themselves whole into forms."""


def furniture(root: Any) -> AbstractSet[Any]:
    """Return the elements of a page to leave out with all that is in them."""
    return set(root.iter(*NEVER_SHOWN)) | _small_suspects(root)


def _small_suspects(root: Any) -> set[Any]:
    """Return navigation, forms, banners and footers that hold a small part of the page's text."""
    total, depth = 0, 0
    opened: dict[Any, int] = {}
    sizes: dict[Any, int] = {}
    for event, element in etree.iterwalk(root, events=("start", "end")):
        silent = element.tag == "a" or element.tag in NEVER_SHOWN
        if event == "start":
            if _is_suspect(element):
                opened[element] = total
            depth += silent
            total += 0 if depth else _length(element.text)
        else:
            depth -= silent
            if element in opened:
                sizes[element] = total - opened.pop(element)
            total += 0 if depth else _length(element.tail)
    return {element for element, size in sizes.items() if size <= _MAX_SHARE * total}


def _length(text: str | None) -> int:
    return len(text.strip()) if text else 0


def _is_suspect(element: Any) -> bool:
    tag = element.tag
    if tag in {"html", "body", "main", "article"}:
        return False
    if tag == "footer" and next(element.iterancestors(*_TEXT_OF_ITS_OWN), None) is not None:
        return False
    names = f"{element.get('id') or ''} {element.get('class') or ''}".lower()
    return tag in _SUSPECTS or (element.get("role") or "").lower() in _ROLES or any(mark in names for mark in _MARKS)
