"""Finds full dates in header lines; the library reads them."""

import re
from datetime import date, datetime

from dateutil import parser as dateutil_parser

_MONTHS = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?"
)
_DAY_MONTH = rf"(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})\.?"
RE_DATE = re.compile(
    rf"\b(?:(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s*\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})\.?,?\s+\d{{4}}"
    r"|\d{4}-\d{2}-\d{2}|\d{4}/\d{1,2}/\d{1,2}|\d{1,2}/\d{1,2}/(?:\d{4}|\d{2}))\b"
)
"""A span that is a full date."""

_RE_DAY = re.compile(rf"\b(?:{_DAY_MONTH})\b")
_RE_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_RE_POSTED = re.compile(r"\d{4}-\d{2}-\d{2}\s+\d{1,2}:\d{2}(?::\d{2})?")


def parse_date(text: str) -> date | None:
    """Return the first full date in a text, or None."""
    match = RE_DATE.search(text)
    return _read(match.group()) if match else None


def parse_day(text: str, *, year: int) -> date | None:
    """Return the first day and month in a text as a date of a year, or None."""
    match = _RE_DAY.search(text)
    return _read(f"{match.group()} {year}") if match else None


def has_weekday(text: str) -> bool:
    """Tell whether a text names a day of the week, as event dates do."""
    return _RE_WEEKDAY.search(text) is not None


def is_posting_time(text: str) -> bool:
    """Tell whether a line is the time at which a page was posted."""
    return _RE_POSTED.fullmatch(text) is not None


def ends_dated(text: str) -> bool:
    """Tell whether a date stands behind the last sentence of a line, as the day of posting does."""
    tail = text[-40:]
    match = RE_DATE.search(tail)
    return match is not None and match.end() == len(tail) and tail[: match.start()].rstrip().endswith((".", "!", "?"))


def is_bare(text: str) -> bool:
    """Tell whether a line holds a date and hardly anything else: a weekday, AM or PM in brackets."""
    rest = RE_DATE.sub("", text)
    rest = _RE_WEEKDAY.sub("", rest)
    return len(re.sub(r"[\W_]|\b(?:AM|PM)\b", "", rest)) <= 2


def _read(text: str) -> date | None:
    try:
        return dateutil_parser.parse(text.replace(",", ", "), default=datetime(1900, 1, 1)).date()
    except (ValueError, OverflowError):
        return None
