"""Reads what is to be collected: addresses, and lists of them in CSV."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.errors import SourceError, UsageError
from pipeline.ids import slug
from pipeline.ingest.collect.addresses import is_loopback, normal, place_of
from pipeline.ingest.collect.policy import MIN_DELAY, Policy

COLUMNS = ("url", "title", "publisher", "published_on", "held_on", "licence", "collection")
"""Columns of a list; only ``url`` is required."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A briefing to collect: the address of one of its pages and what a list says of it.

    Attributes:
        url: The normal address.
        title: Title, for the name of its files.
        publisher: Who published it.
        published_on: Day of publication.
        held_on: Day of the briefing.
        licence: What may be done with it.
        collection: Folder in the corpus.
    """

    url: str
    collection: str
    title: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    held_on: date | None = None
    licence: str | None = None


def read_targets(arguments: Iterable[str]) -> list[Target]:
    """Return what the arguments name: addresses, and files that end with ``.csv``; each address once, in order.

    Raises:
        UsageError: An argument is neither, or a list is invalid; says the file and the line.
    """
    found: dict[str, Target] = {}
    for argument in arguments:
        is_list = argument.lower().endswith(".csv") and "://" not in argument
        for target in _read_list(Path(argument)) if is_list else [_target({"url": argument}, where="")]:
            found.setdefault(target.url, target)
    if not found:
        raise UsageError("nothing to collect: the list holds no row; give addresses or a list with a column url")
    return list(found.values())


def check_delay(targets: Iterable[Target], policy: Policy) -> None:
    """Refuse a delay that is too short for the hosts that are asked.

    Raises:
        UsageError: The delay is under a second and a host is not this machine.
    """
    hosts = {place_of(target.url)[0] for target in targets}
    strangers = sorted(host for host in hosts if not is_loopback(host))
    if strangers and policy.delay < MIN_DELAY:
        raise UsageError(f"delay {policy.delay:g}: must be {MIN_DELAY:g} second or more for {strangers[0]}")


def _read_list(path: Path) -> Iterator[Target]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            _check_columns(path, rows.fieldnames or [])
            for row in rows:
                yield _target(_cells(row, where=f"{path}:{rows.line_num}: "), where=f"{path}:{rows.line_num}: ")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); name a CSV file with a column url") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 (byte {error.start}); save it as CSV in UTF-8") from error
    except csv.Error as error:
        raise UsageError(f"{path}: no readable CSV ({error}); correct it") from error


def _check_columns(path: Path, names: Iterable[str]) -> None:
    names = list(names)
    unknown = [name for name in names if name not in COLUMNS]
    if unknown or len(set(names)) < len(names) or "url" not in names:
        wrong = f"unknown column {unknown[0]!r}" if unknown else "a column twice" if "url" in names else "no column url"
        raise UsageError(f"{path}:1: {wrong}; allowed are {', '.join(COLUMNS)}, each once, and url is required")


def _cells(row: dict[str | None, str | list[str] | None], *, where: str) -> dict[str, str]:
    if None in row:
        raise UsageError(f"{where}more cells than columns; put cells that hold a comma in double quotes")
    return {str(name): cell.strip() for name, cell in row.items() if isinstance(cell, str) and cell.strip()}


def _target(cells: dict[str, str], *, where: str) -> Target:
    if "url" not in cells:
        raise UsageError(f"{where}url is empty; give the address of the briefing")
    try:
        url = normal(cells["url"])
    except SourceError as error:
        raise UsageError(f"{where}{error}") from error
    return Target(
        url=url,
        title=cells.get("title"),
        publisher=cells.get("publisher"),
        published_on=_day(cells, "published_on", where=where),
        held_on=_day(cells, "held_on", where=where),
        licence=cells.get("licence"),
        collection=_collection(cells, url, where=where),
    )


def _day(cells: dict[str, str], name: str, *, where: str) -> date | None:
    try:
        return date.fromisoformat(cells[name]) if name in cells else None
    except ValueError as error:
        raise UsageError(f"{where}{name} {cells[name]!r} is no date; write it as 2023-09-21") from error


def _collection(cells: dict[str, str], url: str, *, where: str) -> str:
    """Return the collection that a list names, else the host."""
    name = cells.get("collection", slug(place_of(url)[0]))
    if slug(name) != name:
        raise UsageError(f"{where}collection {name!r} is no folder name; use lower-case letters, digits, hyphens: scio")
    return name
