"""Collects briefings: every page of each, what is there already not again, and a failure stops no other."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipeline.errors import SourceError
from pipeline.ids import slug
from pipeline.ingest.collect.addresses import Home, place_of
from pipeline.ingest.collect.answers import Download
from pipeline.ingest.collect.client import Client
from pipeline.ingest.collect.files import RE_PAGE, Folder
from pipeline.ingest.collect.pagination import Pagination, paginate
from pipeline.ingest.collect.targets import Target, check_delay

MAX_PAGES = 40
"""Pages of a briefing, at most, unless the caller says otherwise."""

_MAX_NAME = 60
"""Characters of a file's stem: 180 bytes in Chinese, so that page number and suffixes fit into 255."""


class Status(StrEnum):
    """What became of an address."""

    FETCHED = "fetched"
    KEPT = "kept"
    FAILED = "failed"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an address: its file, or why there is none."""

    status: Status
    url: str
    file: Path | None = None
    message: str = ""

    def __str__(self) -> str:
        return f"{self.status}: {self.message or f'{self.file} from {self.url}'}"


def collect(
    targets: Iterable[Target],
    *,
    client: Client,
    out: Path | None = None,
    max_pages: int = MAX_PAGES,
    refresh: bool = False,
    report: Callable[[Outcome], None] | None = None,
) -> list[Outcome]:
    """Download briefings with all their pages, and return what became of each page, in the order of the requests.

    Args:
        targets: The briefings.
        client: Asks the servers.
        out: Folder of the files; by default ``corpus/<collection>``.
        max_pages: Pages of a briefing, at most.
        refresh: Fetch again what is there.
        report: Is told every outcome as it comes.

    Raises:
        UsageError: The folder cannot be made, or the delay is too short for a host.
    """
    targets = list(targets)
    check_delay(targets, client.policy)
    folders: dict[Path, Folder] = {}
    outcomes = []
    for target in targets:
        path = out or Path("corpus") / target.collection
        folder = folders.get(path) or folders.setdefault(path, Folder(path))
        briefing = _Briefing(target=target, folder=folder, client=client, refresh=refresh, max_pages=max_pages)
        for outcome in briefing.collect():
            outcomes.append(outcome)
            if report:
                report(outcome)
    return outcomes


@dataclass(slots=True, kw_only=True)
class _Briefing:
    """One briefing on its way: which pages are known, by page number, and which are in hand but not written yet."""

    target: Target
    folder: Folder
    client: Client
    refresh: bool
    max_pages: int
    _known: dict[int, str] = field(default_factory=dict)
    _in_hand: dict[int, Download | SourceError] = field(default_factory=dict)
    _pagination: Pagination = field(init=False)
    _home: Home = field(init=False)

    def collect(self) -> Iterator[Outcome]:
        """Fetch the start page, go back to the first, then forward; yield what becomes of each page."""
        self._home = self.client.home(self.target.url)
        try:
            start = self._get(self.target.url)
        except SourceError as error:
            yield Outcome(status=Status.FAILED, url=self.target.url, message=str(error))
            return
        self._pagination = paginate(start.final_url, start.data if start.suffix == ".html" else b"")
        self._begin_with(start)
        while (first := min(self._known)) not in self._in_hand and len(self._in_hand) < self.max_pages:
            self._fetch(first)
        yield from self._forward(first if first in self._in_hand else min(self._in_hand))

    def _begin_with(self, start: Download) -> None:
        """Note the start page under its number; only its links may tell whether its address counts from 0 or 1."""
        number = self._pagination.number(start.final_url)
        found = self._links(start, number)
        number = self._pagination.number(start.final_url)
        self._known = {**found, number: start.url}
        self._in_hand[number] = start

    def _forward(self, number: int) -> Iterator[Outcome]:
        stem = self._stem(number)
        for position in range(1, self.max_pages + 1):
            if number not in self._in_hand:
                self._fetch(number)
            yield self._keep(self._in_hand.pop(number), url=self._known[number], stem=stem, position=position)
            later = [each for each in self._known if each > number]
            if not later:
                return
            number = min(later)
        yield Outcome(
            status=Status.NOTE,
            url=self._known[number],
            message=f"{self.target.url}: has more than {self.max_pages} pages; raise --max-pages to fetch them",
        )

    def _fetch(self, number: int) -> None:
        try:
            page = self._get(self._known[number])
        except SourceError as error:
            self._in_hand[number] = error
            return
        self._in_hand[number] = page
        addresses = set(self._known.values())
        for further, url in self._links(page, number).items():
            if url not in addresses:
                self._known.setdefault(further, url)

    def _links(self, page: Download, number: int) -> dict[int, str]:
        if page.suffix != ".html":
            return {}
        return self._pagination.further(page.data, base=page.final_url, number=number)

    def _get(self, url: str) -> Download:
        """Return a page from the folder, else from the network."""
        path = self.folder.find(url)
        if path is None or self.refresh:
            return self.client.download(url, home=self._home)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise SourceError(f"{url}: {path} cannot be read ({error.strerror}); check the file") from error
        return Download(url=url, final_url=self.folder.final_url(url), data=data, suffix=path.suffix)

    def _stem(self, first: int) -> str:
        """Return the stem of the files: the one that pages of this briefing have, else a new one."""
        for url in (self.target.url, *self._known.values()):
            path = self.folder.find(url)
            if path:
                return RE_PAGE.sub("", path.name.partition(".")[0])
        url = self._known[first]
        name = _titled(self.target) or _named(url)
        digest = hashlib.sha256(url.encode()).hexdigest()[:8]
        return self.folder.free_name(name, other=f"{name}-{digest}")

    def _keep(self, page: Download | SourceError, *, url: str, stem: str, position: int) -> Outcome:
        if isinstance(page, SourceError):
            gap = f" (page {position}; without it later pages are read as another briefing)" if position > 1 else ""
            return Outcome(status=Status.FAILED, url=url, message=f"{page}{gap}")
        path = self.folder.find(url)
        if path is not None and not self.refresh:
            return Outcome(status=Status.KEPT, url=url, file=path)
        name = path.stem if path else stem if position == 1 else f"{stem}_{position}"
        facts = {
            "publisher": self.target.publisher,
            "published_on": self.target.published_on,
            "held_on": self.target.held_on,
            "retrieved_at": self.client.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "licence": self.target.licence,
        }
        try:
            path = self.folder.save(f"{name}{page.suffix}", page.data, url=url, final_url=page.final_url, facts=facts)
        except SourceError as error:
            return Outcome(status=Status.FAILED, url=url, message=str(error))
        return Outcome(status=Status.FETCHED, url=url, file=path)


def _titled(target: Target) -> str:
    """Return a stem of day and title; empty where the list says no title."""
    if not slug(target.title or ""):
        return ""
    day = target.held_on or target.published_on
    return slug(f"{day or ''} {target.title}")[:_MAX_NAME].strip("-")


def _named(url: str) -> str:
    """Return a stem from the last part of an address, else from its host."""
    parts = [part for part in unquote(urlsplit(url).path).split("/") if slug(part)]
    last = parts[-1].rpartition(".")[0] or parts[-1] if parts else place_of(url)[0]
    return slug(last)[:_MAX_NAME].strip("-") or "page"
