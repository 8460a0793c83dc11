"""Finds the other pages of a briefing: links on a page that share its stem and carry a page number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from pipeline.errors import SourceError
from pipeline.ingest.collect.addresses import joined

RE_NAME = re.compile(r"^(?P<stem>.+?)(?:_(?P<page>0|[1-9]\d{0,2}))?(?P<suffix>\.[A-Za-z]{2,5})?$")
"""A file name: ``content_76150302_2.htm`` is page 2 of the stem ``content_76150302``."""

RE_PAGE = re.compile(r"^_(0|[1-9]\d{0,2})$")
"""What follows the stem in the address of a further page, whatever the link says."""

RE_LOOSE_PAGE = re.compile(r"^(?:[/_-](?:p|page)?[/_-]?|p|page)(\d{1,3})/?$")
"""What may follow the stem where the link says a number or "next" too: ``-2``, ``/page/2/``, ``_p2``."""

RE_NUMBER = re.compile(r"[1-9]\d{0,2}")
"""A link that says a page number."""

PAGE_PARAMETERS = frozenset({"page", "p", "pn", "paged"})
"""Names in a query that count pages, as in ``?page=2``."""

NEXT = frozenset({"next", "next page", "next >", "next >>", "next »", ">", ">>", "›", "»", "下一页", "下一頁"})
"""What a link to the next page says."""


MAX_LINKS = 20_000
"""Links of a page that are looked at; a page of 10 MB may hold a million."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link on a page: its normal address, the number that it says, whether it says that it is the next page."""

    url: str
    number: int | None
    is_next: bool


def links(data: bytes, *, base: str) -> Iterator[Link]:
    """Yield the links of an HTML page, in order; those that may not be asked (``mailto:``) are left out."""
    import lxml.html
    from lxml.etree import ParserError

    encoding = "utf-8" if _is_utf8(data) else None
    try:
        page = lxml.html.document_fromstring(data, parser=lxml.html.HTMLParser(encoding=encoding))
    except (ParserError, ValueError):
        return
    # what stands after </html> is a sibling of the root
    roots = [page, *page.itersiblings()]
    for element in chain.from_iterable(root.iter("base") for root in roots):
        base = _joined(base, element.get("href", "")) or base
        break
    for element in islice(chain.from_iterable(root.iter("a", "link") for root in roots), MAX_LINKS):
        url = _joined(base, element.get("href", ""))
        if url is None:
            continue
        said = " ".join("".join(map(str, element.itertext())).split()).casefold()
        number = int(said) if said.isascii() and RE_NUMBER.fullmatch(said) else None
        is_next = "next" in element.get("rel", "").casefold().split() or said in NEXT
        yield Link(url=url, number=number, is_next=is_next)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _joined(base: str, reference: str) -> str | None:
    try:
        return joined(base, reference) if reference.strip() else None
    except SourceError:
        return None


@dataclass(slots=True, kw_only=True)
class Pagination:
    """The pages of one briefing, told from the address of one of them; made by `paginate`.

    Page numbers begin at 1. Most sites call the second page ``_2``, some ``_1``; links that say numbers tell.

    Attributes:
        folder: Path before the file name.
        stem: What the names of all pages begin with.
        suffix: What they end with.
        query: Parameters of their addresses, without a page number.
        is_first: The page that it was told from has no page number.
    """

    folder: str
    stem: str
    suffix: str
    query: frozenset[tuple[str, str]]
    is_first: bool
    _shift: int | None = field(init=False, default=None)

    def number(self, url: str) -> int:
        """Return the page number of the address of a page of this briefing; 1 where it holds none."""
        found = self._page_in(url)
        return self._shifted(found[0]) if found else 1

    def further(self, data: bytes, *, base: str, number: int) -> dict[int, str]:
        """Return the addresses of the pages that an HTML page links to, by page number.

        Args:
            data: The page.
            base: Its address.
            number: Its page number.
        """
        found = []
        for link in links(data, base=base):
            said = link.number or (number + 1 if link.is_next else None)
            in_address = self._page_in(link.url)
            if in_address and (in_address[1] or (said and said - in_address[0] in {0, 1})):
                found.append((in_address[0], said, link))
        # a number that a link says is surer than its being next to this page
        votes = [
            (link.number is None, said - counted)
            for counted, said, link in found
            if counted and said and said - counted in {0, 1}
        ]
        if self._shift is None and votes:
            self._shift = min(votes, key=lambda vote: vote[0])[1]
        pages: dict[int, str] = {}
        for counted, _, link in sorted(found, key=lambda each: _host(each[2].url) != _host(base)):
            pages.setdefault(self._shifted(counted), link.url)
        return pages

    def _shifted(self, counted: int) -> int:
        return counted + (self._shift or 0) if counted else 1

    def _page_in(self, url: str) -> tuple[int, bool] | None:
        """Return the number that an address holds (0 for none) and whether it is surely a page; None for no page."""
        folder, name, query = _parts(url)
        counters = [value for key, value in query if key in PAGE_PARAMETERS]
        if frozenset(pair for pair in query if pair[0] not in PAGE_PARAMETERS) != self.query or len(counters) > 1:
            return None
        whole = f"{folder}/{name}"
        start = f"{self.folder}/{self.stem}"
        if not whole.startswith(start) or not whole.endswith(self.suffix):
            return None
        rest = whole[len(start) : len(whole) - len(self.suffix)]
        if counters:
            number = counters[0] if counters[0].isascii() and counters[0].isdigit() and len(counters[0]) < 4 else None
            return (int(number), False) if number and not rest else None
        if not rest:
            return 0, self.is_first
        exact, loose = RE_PAGE.match(rest), RE_LOOSE_PAGE.match(rest)
        if exact:
            return int(exact[1]), self.is_first
        return (int(loose[1]), False) if loose and loose[1].isascii() else None


def paginate(url: str, data: bytes) -> Pagination:
    """Return the pagination of the briefing that has an HTML page with these bytes at an address.

    ``b_77.htm`` may be page 77 of ``b.htm``, or the first page before ``b_77_2.htm``: the links decide.
    """
    folder, name, query = _parts(url)
    found = RE_NAME.match(name)
    stem, page, suffix = (found["stem"], found["page"], found["suffix"] or "") if found else (name, None, "")
    kept = frozenset(pair for pair in query if pair[0] not in PAGE_PARAMETERS)
    whole = Pagination(
        folder=folder,
        stem=name.removesuffix(suffix),
        suffix=suffix,
        query=kept,
        is_first=len(kept) == len(query),
    )
    if page is None or whole.further(data, base=url, number=1).keys() - {1}:
        return whole
    return Pagination(folder=folder, stem=stem, suffix=suffix, query=kept, is_first=False)


def _parts(url: str) -> tuple[str, str, list[tuple[str, str]]]:
    """Return folder, name and query of an address; a slash at its end does not count."""
    import httpx

    parsed = httpx.URL(url)
    folder, _, name = parsed.path.rstrip("/").rpartition("/")
    return folder, name, parsed.params.multi_items()


def _host(url: str) -> str:
    import httpx

    return httpx.URL(url).host
