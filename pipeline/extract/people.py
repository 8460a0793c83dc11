"""Finds people by the titles before their names, and reads the titles that are printed with them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extract.candidates import Candidate
from pipeline.records import MentionMethod, MentionType
from pipeline.resources import TitlePosition
from pipeline.titles import TitleIndex

_MAX_NAME = 4  # words
_MAX_TITLE = 240  # code points of a title after a name

_RE_CAPITALS = re.compile(r"[^\W\d_a-zà-öø-ÿ][\w’'\-]*\.?(?: [^\W\d_a-zà-öø-ÿ][\w’'\-]*\.?)*")
_RE_BEFORE = re.compile(r"[\w’'\-.]+(?: [\w’'\-.]+)* $")
_RE_AFTER = re.compile(r",\s+(?:(?:the|our|a|an|also|now|then)\s+)?(?=\w)")
_RE_END = re.compile(r"[,;:\n()]| and | who | with ")
_RE_POSSESSIVE = re.compile(r"(?:['’]s?)?\.?$")


@dataclass(frozen=True, slots=True)
class PrintedTitle:
    """A title as printed with a name: half-open code points, text, whether it is an office and a public one."""

    start: int
    end: int
    text: str
    office: bool
    official: bool


def find_titled(text: str, titles: TitleIndex, *, offset: int) -> Iterator[Candidate]:
    """Yield the names that follow a title: ``Ms. Xu``, ``Governor Wang``, ``General Secretary Xi Jinping``."""
    for match in _RE_CAPITALS.finditer(text):
        words = list(re.finditer(r"\S+", match.group()))
        texts = [word.group() for word in words]
        for split in range(len(words) - 1, 0, -1):
            if titles.suffix(texts[:split]) is None:
                continue
            last = next((i for i in range(split, len(words)) if _ends_name(texts[i])), len(words) - 1)
            if last - split < _MAX_NAME:
                start, end = match.start() + words[split].start(), match.start() + words[last].end()
                possessive = _RE_POSSESSIVE.search(text[start:end])
                yield _person(text, start, end - len(possessive.group() if possessive else ""), offset=offset)
            break


def _ends_name(word: str) -> bool:
    """Tell whether a sentence or a possessive ends a name at this word; initials do not."""
    return (word.endswith(".") and len(word) > 2 and "." not in word[:-1]) or word.endswith(("'s", "’s"))


def find_known(text: str, names: Sequence[str], *, offset: int) -> Iterator[Candidate]:
    """Yield every occurrence of the names that the header lists or the labels print."""
    if not names:
        return
    pattern = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text):
        yield _person(text, match.start(), match.end(), offset=offset, method=MentionMethod.HEADER)


def _person(
    text: str, start: int, end: int, *, offset: int, method: MentionMethod = MentionMethod.PATTERN
) -> Candidate:
    return Candidate(
        start=offset + start, end=offset + end, text=text[start:end], type=MentionType.PERSON, method=method
    )


def title_of(
    text: str, person: Candidate, others: Sequence[Candidate], titles: TitleIndex, *, offset: int, limit: int
) -> PrintedTitle | None:
    """Return the title printed with a name: an office before it, one after it, or the bare honorific.

    Args:
        text: The view that the name stands in.
        person: The name.
        others: The other mentions of the view: bodies inside a title, people after it.
        titles: Printed titles.
        offset: Code points of the view's first character in the stored text.
        limit: End of the sentence in the view.
    """
    before = _before(text, person, others, titles, offset=offset)
    after = _after(text, person, others, titles, offset=offset, limit=limit)
    if before is not None and before.office:
        return before
    return after or before


def _before(
    text: str, person: Candidate, others: Sequence[Candidate], titles: TitleIndex, *, offset: int
) -> PrintedTitle | None:
    first = person.start - offset
    window = _RE_BEFORE.search(text, max(0, first - 120), first)
    if window is None:
        return None
    words = list(re.finditer(r"\S+", window.group()))
    start, office, official = first, False, False
    kept = len(words)
    while kept and (found := titles.suffix([word.group() for word in words[:kept]])) is not None:
        row, length = found
        if office and row.position is TitlePosition.HONORIFIC:
            break
        if row.position is not TitlePosition.HONORIFIC:
            start = window.start() + words[kept - length].start()
            office, official = True, official or row.official
        elif start == first:
            start = window.start() + words[kept - length].start()
        kept -= length
    if start == first:
        return None
    if office:
        start = _with_body(start, others, offset=offset)
    return PrintedTitle(start + offset, first - 1 + offset, text[start : first - 1], office, official)


def _with_body(start: int, others: Sequence[Candidate], *, offset: int) -> int:
    """Return where a title begins with the body that stands right before it: ``White House`` Press Secretary."""
    bodies = {MentionType.GOVERNMENT, MentionType.ORGANIZATION, MentionType.INSTITUTE, MentionType.MEDIA}
    body = next((other for other in others if other.end - offset == start - 1 and other.type in bodies), None)
    return body.start - offset if body else start


def _after(
    text: str, person: Candidate, others: Sequence[Candidate], titles: TitleIndex, *, offset: int, limit: int
) -> PrintedTitle | None:
    comma = _RE_AFTER.match(text, person.end - offset, limit)
    row = titles.office(text[comma.end() : limit]) if comma else None
    if comma is None or row is None:
        return None
    office = comma.end() + len(row.title) + offset
    if any(other.type is MentionType.PERSON and office <= other.start <= office + 1 for other in others):
        return None
    end = _end_of_title(text, comma.end(), limit, others, offset=offset)
    printed = text[comma.end() : end].rstrip(" .")
    if len(printed) > _MAX_TITLE:
        return None
    return PrintedTitle(offset + comma.end(), offset + comma.end() + len(printed), printed, True, row.official)


def _end_of_title(text: str, start: int, limit: int, others: Sequence[Candidate], *, offset: int) -> int:
    """Return where a title after a name ends: at a comma, bracket or clause that no mention spans."""
    for match in _RE_END.finditer(text, start, limit):
        position = match.start() + offset
        if any(other.start < position < other.end for other in others):
            continue
        if match.group() == " and " and not _person_at(match.end() + offset, others):
            continue
        if match.group() in "()" and _is_acronym(text, match.start()):
            continue
        return match.start()
    return limit


def _person_at(position: int, others: Sequence[Candidate]) -> bool:
    return any(other.type is MentionType.PERSON and 0 <= other.start - position <= 5 for other in others)


def _is_acronym(text: str, bracket: int) -> bool:
    """Tell whether a bracket opens or closes a short form: ``(GACC)``."""
    return re.search(r"\([A-Z][\w&.\-]{1,11}\)", text[max(0, bracket - 13) : bracket + 14]) is not None
