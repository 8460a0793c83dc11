"""Reads what stands before the first label: title, publisher, dates, place and the listed participants."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import yaml
from dateutil import parser as dateutil_parser

from pipeline.segment.lines import Line, line_kind
from pipeline.segment.styles import Style

_MONTHS = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?"
)
RE_DATE = re.compile(
    rf"\b(?:(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s*\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})\.?,?\s+\d{{4}}"
    r"|\d{4}-\d{2}-\d{2}|\d{4}/\d{1,2}/\d{1,2})\b"
)
"""A span that is a full date; the library reads it."""

_RE_ENTRY = re.compile(
    r"(?:(?P<honorific>Mr|Ms|Mrs|Miss|Dr|Prof|Madam|Sir)\.?\s+)?"
    r"(?P<name>[^\W\d_][\w'’\-.]*(?:\s+[^\W\d_][\w'’\-.]*){0,4}?)\s*,\s*(?P<title>\S.*?)[;.]?"
)
_RE_FRONT_MATTER = re.compile(r"---\n.*?\n---(?=\n|$)", re.DOTALL)

_MAX_TITLE = 300  # code points
_TITLE_WITHIN = 5  # a title is one of the first lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A person listed in the header."""

    name: str
    honorific: str | None
    title: str
    chairs: bool


@dataclass(slots=True)
class HeaderFields:
    """What the header says; spans of its lines, and which entry lines name participants."""

    title: str | None = None
    publisher: str | None = None
    held_on: date | None = None
    published_on: date | None = None
    location: str | None = None
    participants: list[Participant] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def parse_date(text: str) -> date | None:
    """Return the first full date in a text, or None."""
    match = RE_DATE.search(text)
    if match is None:
        return None
    try:
        return dateutil_parser.parse(match.group().replace(",", ", "), default=datetime(1900, 1, 1)).date()
    except (ValueError, OverflowError):
        return None


def front_matter_end(text: str) -> int:
    """Return where a YAML front matter ends (code points), or 0 where there is none."""
    match = _RE_FRONT_MATTER.match(text[:20_000])
    return match.end() if match else 0


def read_header(lines: Sequence[Line], style: Style, *, front_matter: str = "") -> HeaderFields:
    """Return what the lines before the first label say.

    Args:
        lines: Lines before the first speech, in order.
        style: The house style: names of fields, patterns of publisher lines and furniture.
        front_matter: The YAML block before them, with its fences, or "".
    """
    header = HeaderFields()
    _read_front_matter(front_matter, header)
    current: str | None = None
    for index, line in enumerate(lines):
        name, _, value = line.text.replace("：", ":").partition(":")
        asked = style.fields.get(name.strip().casefold())
        if asked is not None:
            current = asked
            header.lines.append(line)
            if value.strip():
                _read_field(current, value.strip(), header)
        elif _read_publisher(line, style, header) or line_kind(line, style) is not None:
            current = None
        elif current is not None and _read_field(current, line.text, header):
            header.lines.append(line)
        else:
            current = None
            _read_loose(line, header, index=index)
    return header


def _read_front_matter(block: str, header: HeaderFields) -> None:
    if not block:
        return
    try:
        values = yaml.safe_load(block.strip().strip("-"))
    except (yaml.YAMLError, ValueError):
        return
    if not isinstance(values, dict):
        return
    title = values.get("title")
    header.title = " ".join(str(title).split()) if title else None
    header.publisher = str(values["publisher"]) if values.get("publisher") else None
    header.published_on = parse_date(str(values.get("published_time") or values.get("date") or ""))
    header.held_on = parse_date(header.title or "")


def _read_publisher(line: Line, style: Style, header: HeaderFields) -> bool:
    for pattern in style.publisher:
        match = pattern.fullmatch(line.text)
        published = parse_date(match["date"]) if match else None
        if match and published:
            header.published_on = header.published_on or published
            header.publisher = header.publisher or match.groupdict().get("publisher")
            header.lines.append(line)
            return True
    return False


def _read_field(name: str, value: str, header: HeaderFields) -> bool:
    """Read one entry of a field; False where the line is no entry of it."""
    if name in ("speakers", "chair"):
        match = _RE_ENTRY.fullmatch(value)
        if match:
            header.participants.append(
                Participant(
                    name=match["name"], honorific=match["honorific"], title=match["title"], chairs=name == "chair"
                )
            )
        return match is not None
    if name == "date":
        header.held_on = header.held_on or parse_date(value)
        return parse_date(value) is not None
    if name == "place" and header.location is None and len(value) <= _MAX_TITLE:
        header.location = value
        return True
    return False


def _read_loose(line: Line, header: HeaderFields, *, index: int) -> None:
    found = parse_date(line.text)
    bare = found is not None and len(line.text) <= 60
    if bare and header.held_on is None:
        header.held_on = found
        header.lines.append(line)
        if len(line.text) <= 30 or header.title is not None:
            return
    if header.title is None and index < _TITLE_WITHIN and len(line.text) <= _MAX_TITLE and line.text[-1] not in ".:":
        header.title = line.text
        header.held_on = header.held_on or found
        header.lines.append(line)


def is_field_entry(name: str, following: str) -> bool:
    """Tell whether the line after a field's name is an entry of it, so that the name is no speaker's label."""
    if name in ("speakers", "chair"):
        return _RE_ENTRY.fullmatch(following) is not None and len(following.split()) <= 60
    if name == "date":
        return parse_date(following) is not None
    return True
