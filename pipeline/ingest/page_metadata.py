"""What an HTML page says of itself: title, day of publication, address."""

import re
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

from dateutil import parser as dates

from pipeline.records import Provenance

_PUBLISHED = (
    "article:published_time",
    "datepublished",
    "citation_publication_date",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish_date",
    "publication_date",
    "date",
)
"""Names of the day of publication, the surest first: Open Graph, schema.org, Highwire Press, Dublin Core, others."""

_RE_ALL_DIGITS = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{2,4}\b")
"""A date that is read differently in different countries."""

_DEFAULTS = (datetime(2000, 1, 1), datetime(2004, 12, 31))
"""A date that turns out different with another default is no full date."""

_MAX_TITLE = 300
"""A longer heading was never closed (code points)."""


def page_provenance(root: Any) -> Provenance:
    """Return the address and the day of publication in a page's metadata; what is missing or unclear is None."""
    return Provenance(source_url=_address(root), published_on=_published(root))


def page_title(root: Any, *, skipped: Collection[Any]) -> tuple[str | None, Any]:
    """Return the title of a page, and the heading that it was taken from.

    The heading whose words stand in the page's own title, else the first ``h1``, else the page's title (then the
    second value is None).

    Args:
        root: The tree of a page.
        skipped: Elements whose headings do not count, such as ``nav``.
    """
    named = _meta(root).get("og:title") or next(iter(root.xpath("//head/title/text()|//title/text()")), "")
    page = squeeze(named)
    headings = [(squeeze("".join(each.itertext())), each) for each in root.iter("h1") if not _inside(each, skipped)]
    fitting = [(text, each) for text, each in headings if 0 < len(text) <= _MAX_TITLE]
    if not fitting:
        return page or None, None
    known = [(text, each) for text, each in fitting if text.casefold() in page.casefold()]
    return max(known, key=lambda item: len(item[0])) if known else fitting[0]


def squeeze(text: str) -> str:
    """Return a text with single spaces."""
    return " ".join(text.split())


def _inside(element: Any, skipped: Collection[Any]) -> bool:
    return any(ancestor in skipped for ancestor in element.iterancestors())


def _meta(root: Any) -> dict[str, str]:
    """Return the page's metadata by name, names in lower case; the first of a name is taken."""
    found: dict[str, str] = {}
    for name, value in _pairs(root):
        if value and value.strip():
            found.setdefault(name.strip().lower(), value.strip())
    return found


def _pairs(root: Any) -> Iterator[tuple[str, str | None]]:
    for element in root.iter("meta"):
        for key in ("property", "name", "itemprop"):
            if element.get(key):
                yield element.get(key), element.get("content")
    for element in root.iter("time"):
        if element.get("itemprop"):
            yield element.get("itemprop"), element.get("datetime")


def _address(root: Any) -> str | None:
    links = [link.get("href") or "" for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    known = (address.strip() for address in (*links, _meta(root).get("og:url", "")))
    return next((address for address in known if address.startswith(("http://", "https://"))), None)


def _published(root: Any) -> date | None:
    meta = _meta(root)
    days = (_day(meta[name]) for name in _PUBLISHED if name in meta)
    return next((day for day in days if day), None)


def _day(text: str) -> date | None:
    """Return the day in a text; None where it is no full date, or one that can be read in two ways."""
    if len(text) > 60 or _RE_ALL_DIGITS.match(text):
        return None
    try:
        first, second = (dates.parse(text, default=default, ignoretz=True).date() for default in _DEFAULTS)
    except (ValueError, OverflowError):
        return None
    return first if first == second else None
