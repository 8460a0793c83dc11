"""Deadlines in a sentence: phrases that say by when, and the day on which their time ends."""

import calendar
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

import dateparser

_YEAR = r"20\d\d"
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY = rf"{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:, {_YEAR})?"
_MONTHS = rf"{_MONTH}(?:,? {_YEAR})?"
_NUMBER = r"(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty)"
_WHOLE = r"(?:the|this|next) (?:year|month|week|quarter|decade|summer|autumn|fall|winter|spring)"
_RE_DEADLINE = re.compile(
    rf"\b(?:(?:by|before|until|no later than|at) (?:the )?(?:end|close|middle) of (?:{_WHOLE}|{_MONTHS}|{_YEAR})"
    rf"|(?:by|before|on|until|no later than|in|from) (?:{_DAY}|{_MONTHS})"
    rf"|(?:by|before|in|no later than) {_YEAR}|(?:by|before|later) (?:this|next) (?:year|month|week)"
    rf"|(?:within|in|over|during) (?:the )?(?:next |coming )?{_NUMBER} (?:days|weeks|months|years)"
    r"|(?:over|in|within|during) the (?:next|coming) (?:few |several )?(?:days|weeks|months|years|year|month|week)"
    r"|in the (?:first|second) half of (?:the|this|next) year|(?:this|next) (?:year|month|week)|tomorrow)\b",
    re.IGNORECASE,
)
_RE_IN = re.compile(rf"(?P<number>{_NUMBER}) (?P<unit>days|weeks|months|years)$", re.IGNORECASE)
_RE_DATE = re.compile(rf"(?:{_DAY}|{_MONTHS}|{_YEAR})$")
_RE_DATED = re.compile(rf"{_YEAR}$")
_END_OF_SPAN = {
    "DATE_ORDER": "MDY",
    "PREFER_DATES_FROM": "future",
    "PREFER_DAY_OF_MONTH": "last",
    "PREFER_MONTH_OF_YEAR": "last",
}


def find_deadlines(text: str) -> list[tuple[int, int]]:
    """Return the spans (code points, end exclusive) of the phrases of a text that say by when something is done."""
    return [match.span() for match in _RE_DEADLINE.finditer(text)]


def deadline_date(phrase: str, *, dated_on: date | None) -> date | None:
    """Return the last day of the time that a phrase names, reckoned from the day on which it was said.

    Args:
        phrase: A phrase that ``find_deadlines`` found: "by the end of 2030", "next year", "within three months".
        dated_on: The day of the briefing; without it only phrases with a year have a date.

    Returns:
        The day, or None where the phrase names none ("in the coming weeks", "next spring").
    """
    if _RE_DATED.search(phrase) and (match := _RE_DATE.search(phrase)):
        return _parsed(match.group(), base=dated_on or date(2000, 1, 1))
    if dated_on is None:
        return None
    if match := _RE_IN.search(phrase):
        return _parsed(f"in {match.group()}", base=dated_on, exact=True)
    if match := _RE_DATE.search(phrase):
        return _parsed(match.group(), base=dated_on)
    ends = (end for words, end in _ENDS.items() if phrase.lower().endswith(words))
    end = next(ends, None)
    return end(dated_on) if end else None


def _parsed(text: str, *, base: date, exact: bool = False) -> date | None:
    settings = {"RELATIVE_BASE": datetime.combine(base, time.min), "PREFER_DATES_FROM": "future"}
    found = dateparser.parse(text, languages=["en"], settings=settings if exact else {**_END_OF_SPAN, **settings})
    return found.date() if found else None


def _end_of_month(day: date, *, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def _end_of_week(day: date, *, weeks: int) -> date:
    return day + timedelta(days=6 - day.weekday(), weeks=weeks)


_ENDS: Mapping[str, Callable[[date], date]] = {
    "first half of the year": lambda day: date(day.year, 6, 30),
    "first half of this year": lambda day: date(day.year, 6, 30),
    "first half of next year": lambda day: date(day.year + 1, 6, 30),
    "next year": lambda day: date(day.year + 1, 12, 31),
    "the year": lambda day: date(day.year, 12, 31),
    "this year": lambda day: date(day.year, 12, 31),
    "next month": lambda day: _end_of_month(day, months=1),
    "the month": lambda day: _end_of_month(day, months=0),
    "this month": lambda day: _end_of_month(day, months=0),
    "next week": lambda day: _end_of_week(day, weeks=1),
    "the week": lambda day: _end_of_week(day, weeks=0),
    "this week": lambda day: _end_of_week(day, weeks=0),
    "tomorrow": lambda day: day + timedelta(days=1),
}
