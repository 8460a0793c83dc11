"""Reads what stands before the first label: title, publisher, dates, place and the people named."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import yaml

from pipeline.records import NoteKind, SpeakerMethod
from pipeline.segment.dates import RE_DATE, ends_dated, has_weekday, is_bare, is_posting_time, parse_date, parse_day
from pipeline.segment.lines import Line, line_kind
from pipeline.segment.participants import Participant, find_people, is_listed, read_entry, read_pair
from pipeline.segment.styles import Style
from pipeline.titles import TitleIndex

_RE_FRONT_MATTER = re.compile(r"---\n.*?\n---(?=\n|$)", re.DOTALL)
_RE_CLOCK = re.compile(r"\d{1,2}:\d{2}\s?[AaPp]\.?\s?[Mm]\.?(?:\s+\(?[A-Za-z]{2,6}\)?)?")
_RE_DATE_AND_PLACE = re.compile(
    r"(?:\w+day,\s+)?[A-Z][a-z]+ \d{1,2}, \d{4},\s+\d{1,2}:\d{2} [ap]\.m\.\s+(?P<place>.+)"
    r"|(?P<where>[A-Z][\w .]+), \d{1,2} [A-Z][a-z]+ \d{4}"
    r"|(?P<city>[A-Z][\w ]+) \| \d{1,2}(?::\d{2})? [ap]\.m\. .+"
)
_RE_CITY = re.compile(
    r"Washington, D\.?C\.?|Department of Public Information.*[•.]\s*(?P<city>New York)"
    r"|Via (?:Teleconference|Telephone|Videoconference|Zoom)"
    r"|(?P<town>[A-Z][\w’'.]+(?: [A-Z][\w’'.]+)?, [A-Z][a-z]+(?: [A-Z][a-z]+)?)"
)
_RE_KEYWORD = re.compile(
    r"\b(?:press|conference|briefing|transcript|remarks|statement|interview|doorstop|dialogue|questions|SCIO|brief"
    r"|media (?:briefing|session|conference|call|stakeout))\b",
    re.IGNORECASE,
)
_OPEN_WORDS = frozenset({"on", "of", "the", "and", "for", "in", "at", "by", "to", "with"})
"""Words with which no title ends."""

_RE_BREADCRUMB = re.compile(r"[>|»ㄑ]|\bHome\b|\bLinks\b|Skip to")

_RE_BARE_NAME = re.compile(r"(?:Mr|Ms|Mrs|Dr|Prof|Madam)\.? [A-Z][\w’'\-]*(?: [A-Z][\w’'\-]*){0,3}")

_LONG_NAME = 3  # words
_EXTRA = 10  # words beside a publisher's name on a line of its own
_HOUSE = 60  # code points
_LEAD = 12  # words from which a line with a date tells of the event
_MAX_TITLE = 300  # code points
_TITLE_WITHIN = 8  # a title is one of the first lines
_MIN_TITLE_WORDS = 3


@dataclass(slots=True)
class HeaderFields:
    """What the header says, its lines, and the people that it names."""

    title: str | None = None
    publisher: str | None = None
    held_on: date | None = None
    published_on: date | None = None
    location: str | None = None
    participants: list[Participant] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    unsure: list[date] = field(default_factory=list)
    titles: list[Line] = field(default_factory=list)


def front_matter_end(text: str) -> int:
    """Return where a YAML front matter ends (code points), or 0 where there is none."""
    match = _RE_FRONT_MATTER.match(text[:20_000])
    return match.end() if match else 0


def read_header(
    lines: Sequence[Line], footer: Sequence[Line], style: Style, titles: TitleIndex, *, front_matter: str = ""
) -> HeaderFields:
    """Return what the lines before the first speech, and those after the last, say.

    Args:
        lines: Lines before the first speech, in order.
        footer: Lines that no turn holds, after the first speech.
        style: The house style: names of fields, patterns of publisher lines and furniture.
        titles: Printed titles.
        front_matter: The YAML block before the text, with its fences, or "".
    """
    header = HeaderFields()
    _read_front_matter(front_matter, header)
    _read_lines(lines, header, style, titles)
    _settle_title(header)
    _read_named(lines, header, style, titles)
    _settle_dates(lines, footer, header)
    header.participants = _once([_without_title(each, titles) for each in header.participants])
    return header


def _read_front_matter(block: str, header: HeaderFields) -> None:
    if not block:
        return
    try:
        values = yaml.safe_load(block.strip().strip("-"))
    except (yaml.YAMLError, ValueError):
        return
    if isinstance(values, dict):
        title = values.get("title")
        header.title = _cleaned(str(title)) if title else None
        header.publisher = str(values["publisher"]) if values.get("publisher") else None
        header.published_on = parse_date(str(values.get("published_time") or values.get("date") or ""))
        dated = [parse_date(str(values.get(key) or "")) for key in ("date", "modified_time")]
        header.held_on = parse_date(header.title or "") or min((each for each in dated if each), default=None)


def _read_lines(lines: Sequence[Line], header: HeaderFields, style: Style, titles: TitleIndex) -> None:
    current: str | None = None
    for index, line in enumerate(lines):
        name, colon, value = line.text.replace("：", ":").partition(":")
        asked = style.fields.get(name.strip(" •·").casefold())
        following = lines[index + 1].text if index + 1 < len(lines) else ""
        if asked is not None and (colon or not value) and (value.strip() or is_field_entry(asked, following)):
            current = asked
            header.lines.append(line)
            if value.strip():
                _read_field(current, value.strip(), header)
        elif _RE_DATE_AND_PLACE.fullmatch(line.text) is None and _read_publisher(line, style, header, titles):
            current = None
        elif line_kind(line, style) is not None:
            if "elease" in line.text and header.published_on is None:
                header.published_on = parse_date(line.text)
            if line_kind(line, style) is NoteKind.HEADER:
                _read_place(line, following, header)
        elif current is not None and _read_field(current, line.text, header):
            header.lines.append(line)
        else:
            current = None
            _read_loose(line, following, header, titles, index=index)
            _join_place(line, lines[index - 1] if index else None, header)


def _read_publisher(line: Line, style: Style, header: HeaderFields, titles: TitleIndex) -> bool:
    folded = line.text.casefold()
    named = next((each for each in style.publishers if folded.startswith(each) or folded.endswith(f"- {each}")), None)
    if named is not None and (folded == named or _is_masthead(line.text, named)):
        starts = folded.startswith(named)
        header.publisher = header.publisher or (line.text[: len(named)] if starts else line.text)
        header.lines.append(line)
        _read_place(line, "", header)
        return True
    for pattern in style.publisher:
        match = pattern.fullmatch(line.text)
        published = parse_date(match["date"]) if match and match["date"] else None
        name = match.groupdict().get("publisher") if match else None
        if match and published and name and (has_weekday(name) or titles.split(name).title is not None):
            header.held_on = header.held_on or published
            header.lines.append(line)
            return True
        if match and published:
            header.published_on = header.published_on or published
            header.publisher = header.publisher or match.groupdict().get("publisher")
            header.lines.append(line)
            return True
    return False


def _is_masthead(text: str, publisher: str) -> bool:
    """Tell whether a line holds a publisher's long name with a few words, and calls itself no briefing."""
    n_words = len(publisher.split())
    few = n_words >= _LONG_NAME and len(text.split()) <= n_words + _EXTRA
    return few and _RE_KEYWORD.search(text) is None and parse_date(text) is None


def _read_field(name: str, value: str, header: HeaderFields) -> bool:
    """Read one entry of a field; False where the line is no entry of it."""
    if name in ("speakers", "chair"):
        entry = read_entry(value, chairs=name == "chair")
        if entry is None and len(value.split()) <= 4 and value[:1].isupper():
            entry = Participant(
                name=value, honorific=None, title=None, chairs=name == "chair", method=SpeakerMethod.HEADER
            )
        if entry is not None:
            header.participants.append(entry)
        return entry is not None
    if name == "date":
        header.held_on = header.held_on or parse_date(value)
        return parse_date(value) is not None
    if name == "place" and header.location is None and len(value) <= _MAX_TITLE:
        header.location = value
        return True
    if name == "publisher" and header.publisher is None:
        header.publisher = value
        return True
    return False


def is_field_entry(name: str, following: str) -> bool:
    """Tell whether the line after a field's name is an entry of it, so that the name is no speaker's label."""
    if name in ("speakers", "chair"):
        return read_entry(following, chairs=False) is not None or _RE_BARE_NAME.fullmatch(following) is not None
    if name == "date":
        return parse_date(following) is not None
    return name != "place" or len(following) <= _MAX_TITLE


def _read_loose(line: Line, following: str, header: HeaderFields, titles: TitleIndex, *, index: int) -> None:
    placed = _RE_DATE_AND_PLACE.fullmatch(line.text)
    found = parse_date(line.text)
    if placed is not None and found is not None:
        header.held_on = header.held_on or found
        header.location = header.location or next(group for group in placed.groups() if group)
        header.lines.append(line)
    elif found is not None and (is_posting_time(line.text) or ends_dated(line.text)):
        header.published_on = header.published_on or found
        header.lines.append(line)
    elif found is not None and is_bare(line.text):
        if has_weekday(line.text):
            header.held_on = header.held_on or found
        else:
            header.unsure.append(found)
        header.lines.append(line)
    elif (entry := read_entry(line.text, chairs=False)) is not None and is_listed(entry, titles):
        header.participants.append(entry)
        header.lines.append(line)
    elif (pair := read_pair(line.text, following, titles)) is not None:
        header.participants.append(pair)
        header.lines.append(line)
    elif header.title is None and _is_title(line.text, following, index=index):
        header.titles.append(line)
    else:
        _read_place(line, following, header)


def _settle_title(header: HeaderFields) -> None:
    """Take the first line that calls itself a briefing or the like as the title, else the first that may be one."""
    if header.title is None and header.titles:
        called = [line for line in header.titles if _RE_KEYWORD.search(line.text)]
        chosen = (called or header.titles)[0]
        following = header.titles[header.titles.index(chosen) + 1 :][:1]
        parts = [chosen, *(line for line in following if _goes_on(chosen.text, line.text))]
        header.title = _cleaned(" ".join(line.text for line in parts))
        header.lines += parts


def _goes_on(title: str, following: str) -> bool:
    """Tell whether a title goes on in the next line: it breaks off, or the line begins in the middle."""
    last = title.rsplit(maxsplit=1)[-1].casefold()
    return following[:1].islower() or last in _OPEN_WORDS or last.endswith(("'s", "’s"))


def _cleaned(text: str) -> str:
    """Return a title without bullets and invisible characters."""
    return " ".join(re.sub(r"[\u00ad\u200b-\u200f\u2060\ufeff]", "", text).strip(" •").split())


def _is_title(text: str, following: str, *, index: int) -> bool:
    return (
        index < _TITLE_WITHIN
        and len(text) <= _MAX_TITLE
        and len(text.split()) >= _MIN_TITLE_WORDS
        and text[-1] not in ".:"
        and _RE_BREADCRUMB.search(text) is None
        and _RE_CLOCK.fullmatch(following) is None
    )


def _read_place(line: Line, following: str, header: HeaderFields) -> None:
    """A short line right above the clock time, or a city, is the place."""
    if header.location is not None or len(line.text) > 120 or _RE_CLOCK.fullmatch(line.text):
        return
    city = _RE_CITY.fullmatch(line.text)
    if city is not None or (_RE_CLOCK.match(following) and RE_DATE.search(line.text) is None):
        header.location = (city["city"] if city else None) or line.text
        header.lines.append(line)


def _join_place(line: Line, before: Line | None, header: HeaderFields) -> None:
    """Put the house that stands on the line above a city before it: a hotel, a palace, a room."""
    if before is None or header.location != line.text or before in header.lines or before in header.titles:
        return
    if len(before.text) <= _HOUSE and not any(map(str.isdigit, before.text)) and before.text[-1:] not in ".:":
        header.location = f"{before.text}, {line.text}"
        header.lines.append(before)


def _read_named(lines: Sequence[Line], header: HeaderFields, style: Style, titles: TitleIndex) -> None:
    """Add the people that the title and the sentences above the transcript name, where no list does."""
    listed = any(each.method is SpeakerMethod.HEADER for each in header.participants)
    if header.title:
        named = list(find_people(header.title, titles, style, method=SpeakerMethod.TITLE))
        header.participants += [] if listed else named
    for line in lines:
        if line.text == header.title or line_kind(line, style) is not None:
            continue
        if style.lead.search(line.text) or line.text.startswith("By "):
            named = list(find_people(line.text, titles, style, method=SpeakerMethod.INTRODUCTION))
            header.participants += [] if listed else named
            header.lines.append(line)


def _settle_dates(lines: Sequence[Line], footer: Sequence[Line], header: HeaderFields) -> None:
    """Decide between several dates: the title's is the event's; of bare ones the last, where another is posted."""
    footers = [parse_date(line.text) for line in footer if line.text.startswith("Ends/")]
    ended = next((each for each in footers if each), None)
    if ended is not None:
        leads = [parse_day(line.text, year=ended.year) for line in lines if "today (" in line.text]
        header.held_on = header.held_on or next((each for each in leads if each), ended)
        header.published_on = header.published_on or ended
    in_title = parse_date(header.title or "")
    if in_title is not None and header.held_on not in (None, in_title) and header.published_on is None:
        header.published_on = header.held_on
    header.held_on = in_title or header.held_on
    if header.held_on is not None:
        posted = [each for each in header.unsure if each != header.held_on]
        header.published_on = header.published_on or (posted[0] if posted else None)
    elif header.unsure:
        header.held_on = header.unsure[-1]
    if header.held_on is None:
        told = [line.text for line in lines if len(line.text.split()) >= _LEAD and "Photo" not in line.text]
        days = (parse_date(text) for text in told)
        header.held_on = next((each for each in days if each not in (None, header.published_on)), None)
    if header.held_on is None and header.title:
        others = (parse_date(line.text) for line in lines)
        year = next((each.year for each in (header.published_on, *others) if each is not None), None)
        header.held_on = parse_day(header.title, year=year) if year else None


def _without_title(participant: Participant, titles: TitleIndex) -> Participant:
    """Return a participant whose name holds no title and no letters of an order: ``Senior Colonel A B``, ``C D MP``."""
    parts = titles.split(re.sub(r"\s+(?:AM|AO|AC|KC|MP|MLA|MHR|OBE|CBE)$", "", participant.name))
    if parts.name is None:
        return participant
    name = re.sub(r"^(?:the )?(?:Hon\.?|Rt Hon\.?|and) ", "", parts.name, flags=re.IGNORECASE)
    return replace(
        participant,
        name=name,
        honorific=participant.honorific or parts.honorific,
        title=", ".join(each for each in (parts.title, participant.title) if each) or None,
    )


def _once(participants: Sequence[Participant]) -> list[Participant]:
    """Return each person once: the first row, with a title and the chair from any other; a surname is who bears it."""
    kept: dict[str, Participant] = {}
    for each in participants:
        key = each.name.casefold()
        held = kept.get(key)
        if held is None or (each.chairs and not held.chairs) or (held.title is None and each.title):
            kept[key] = each
    return [each for key, each in kept.items() if not any(other.endswith(f" {key}") for other in kept)]
