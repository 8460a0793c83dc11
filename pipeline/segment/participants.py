"""Finds the people that a header names: lists, titles of pages, and the sentence above the transcript."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.records import SpeakerMethod
from pipeline.resources import TitlePosition
from pipeline.segment.styles import Style
from pipeline.titles import TitleIndex, is_capitals

_NAME_WORD = r"[^\W\d_a-z][\w'’\-]{0,60}\.?"
_RE_ENTRY = re.compile(
    r"(?:[•·\-]\s+)?(?:(?P<honorific>Mr|Ms|Mrs|Miss|Dr|Prof|Madam|Sir|Shri)\.?\s+)?"
    rf"(?P<name>{_NAME_WORD}(?:\s+(?:{_NAME_WORD}|de|al|bin|van|von|da|la|der)){{0,4}}?)\s*,\s*(?P<title>\S.*?)[;.,]?"
)
_RE_RUN = re.compile(rf"{_NAME_WORD}(?: (?:{_NAME_WORD}|of|for|the|and|to|&|de|al|bin|van|von|da|la|der))*")
_RE_APPOSITION = re.compile(rf"(?P<name>{_NAME_WORD}(?: {_NAME_WORD}){{1,3}}), (?=(?:the )?(?P<office>[^.;]{{4,160}}))")
_RE_LOWER_TITLE = re.compile(
    rf"(?P<title>[a-z][\w\-]*(?: [a-z][\w\-]*){{0,2}}) (?P<name>{_NAME_WORD}(?: {_NAME_WORD}){{1,3}})"
)
_RE_POSSESSIVE = re.compile(r"['’]s?$")
_RE_LISTED = re.compile(
    r"(?:The Hon\.?\s+|Hon\.?\s+|Rt Hon\.?\s+)?(?P<name>.+?)(?:\s+(?:AM|AO|AC|KC|MP|MLA|MHR|OBE|CBE))*"
)

_LINKS = frozenset({"of", "for", "the", "and", "to", "&"})
_PARTICLES = frozenset({"de", "al", "bin", "van", "von", "da", "la", "der"})
_SENTENCE = 2000  # code points of a title or a sentence in which people are sought
_WINDOW = 8  # words of the longest title, and some
_MAX_NAME = 4  # words
_LINKED = 3  # words of a body and a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A person that the header names, and where: in a list, in the lead sentence or in the page's title."""

    name: str
    honorific: str | None
    title: str | None
    chairs: bool
    method: SpeakerMethod


def read_entry(text: str, *, chairs: bool) -> Participant | None:
    """Return the person of a list entry, ``Mr. A B, minister of C``; None where the line is none."""
    match = _RE_ENTRY.fullmatch(text)
    if match is None or len(text.split()) > 70:
        return None
    return Participant(
        name=match["name"],
        honorific=match["honorific"],
        title=match["title"].strip(" ,"),
        chairs=chairs,
        method=SpeakerMethod.HEADER,
    )


def is_listed(entry: Participant, titles: TitleIndex) -> bool:
    """Tell whether what stands behind the comma is an office, so that a line without a field is an entry."""
    office = entry.title or ""
    words = entry.name.split()
    return len(words) <= _MAX_NAME and (
        office[:1].islower() or titles.office(office.removeprefix("the ").removeprefix("The ")) is not None
    )


def read_pair(first: str, second: str, titles: TitleIndex) -> Participant | None:
    """Return the person of two lines, a name and below it an office; None where they are none."""
    match = _RE_LISTED.fullmatch(first)
    name = match["name"] if match else ""
    words = name.split()
    if not 2 <= len(words) <= _MAX_NAME or not all(word[0].isupper() for word in words):
        return None
    if (
        titles.prefix(name) is not None
        or titles.suffix(words) is not None
        or titles.office(second.removeprefix("The ")) is None
    ):
        return None
    office = second.removeprefix("The ")
    return Participant(name=name, honorific=None, title=office, chairs=False, method=SpeakerMethod.HEADER)


def find_people(text: str, titles: TitleIndex, style: Style, *, method: SpeakerMethod) -> Iterator[Participant]:
    """Yield the people that a sentence or a page's title names with their offices, before or behind the name."""
    taken: list[int] = []
    text = text[:_SENTENCE]
    for match in _RE_RUN.finditer(text):
        for start, end, title in _titled(match, titles, style):
            name = text[start:end]
            taken.append(start)
            yield _participant(name, title, method=method)
    for match in _RE_LOWER_TITLE.finditer(text):
        words, before = match["name"].split(), match["title"].split()
        found = titles.suffix(before)
        if found is not None and match.start("name") not in taken:
            taken.append(match.start("name"))
            name = _RE_POSSESSIVE.sub("", " ".join(words[: _name_end(words, 0, style)]))
            yield _participant(name, " ".join(before[-found[1] :]), method=method)
    yield from _apposed(text, titles, style, taken, method=method)


def _apposed(
    text: str, titles: TitleIndex, style: Style, taken: Sequence[int], *, method: SpeakerMethod
) -> Iterator[Participant]:
    """Yield the people whose office stands behind their name and a comma."""
    for match in _RE_APPOSITION.finditer(text):
        words = [word for word in match["name"].split() if word not in style.not_names and word.casefold() != "by"]
        if titles.office(match["office"]) is None or not 2 <= len(words) <= _MAX_NAME or match.start("name") in taken:
            continue
        office = re.split(r",| and (?=[A-Z])|\s+[-–—]\s+| on (?=[A-Z])", match["office"])[0]
        if not any(text.find(words[-1], at, at + 60) >= 0 for at in taken):
            yield _participant(" ".join(words), office.strip(), method=method)


def _titled(match: re.Match[str], titles: TitleIndex, style: Style) -> Iterator[tuple[int, int, str]]:
    """Yield the names of a run of capitals, each with the title before it: (start, end, title)."""
    words = [(word.start() + match.start(), word.group()) for word in re.finditer(r"\S+", match.group())]
    plain = [word for _, word in words]
    index = 1
    while index < len(words):
        found = titles.suffix(plain[max(0, index - _WINDOW) : index])
        starts_name = plain[index][0].isupper() and plain[index] not in style.not_names
        longer = titles.suffix(plain[max(0, index - _WINDOW) : index + 1])
        if found is not None and plain[index] in ("of", "for"):
            linked = _linked_name(plain, index, style)
            if linked is not None:
                start, end = linked
                at, last = words[end - 1]
                title = plain[_title_start(plain, index - found[1], style) : start]
                yield words[start][0], at + len(_RE_POSSESSIVE.sub("", last)), " ".join(title)
                index = end + 1
                continue
        if (
            found is None
            or not starts_name
            or (longer is not None and longer[1] > 1)
            or _is_title_word(plain, index, titles)
        ):
            index += 1
            continue
        end = _name_end(plain, index, style)
        if titles.suffix([plain[end - 1]]) is not None or plain[end - 1] in style.heads:
            index += 1
            continue
        start, title = index, plain[_title_start(plain, index - found[1], style) : index]
        last_start, last = words[end - 1]
        possessive = _RE_POSSESSIVE.search(last)
        stop = last_start + (possessive.start() if possessive and possessive.group() else len(last))
        yield words[start][0], stop, " ".join(title)
        index = end + 1


def _linked_name(words: Sequence[str], index: int, style: Style) -> tuple[int, int] | None:
    """Return the name at the end of ``Secretary of Homeland Security A B``: two words after two or more of a body."""
    end = index + 1
    while end < len(words) and (words[end][0].isupper() or words[end] in _LINKS) and words[end] not in style.not_names:
        end += 1
    body = [word for word in words[index + 1 : end] if word not in _LINKS]
    if (
        len(body) < _LINKED
        or words[end - 2] in _LINKS
        or words[end - 1] in style.heads
        or words[end - 2] in style.heads
    ):
        return None
    return end - 2, end


def _is_title_word(words: Sequence[str], index: int, titles: TitleIndex) -> bool:
    """Tell whether the word is itself a title that a name follows: President *of* ..., Press *Secretary* X."""
    following = words[index + 1] if index + 1 < len(words) else ""
    found = titles.suffix([words[index]])
    return found is not None and following[:1].isupper() and found[0].position is not TitlePosition.HONORIFIC


def _name_end(words: Sequence[str], start: int, style: Style) -> int:
    end = start
    while end < len(words) and end - start < _MAX_NAME:
        word = words[end]
        if word in _LINKS or word in style.not_names or (word[0].islower() and word not in _PARTICLES):
            break
        end += 1
        if _RE_POSSESSIVE.search(word) and word.endswith(("'s", "’s", "s’")):
            break
    return max(end, start + 1)


def _title_start(words: Sequence[str], start: int, style: Style) -> int:
    """Return where a title begins with the capitals before it: ``Foreign Ministry`` Spokesperson."""
    while (
        start > 0
        and words[start - 1][0].isupper()
        and words[start - 1] not in style.not_names
        and words[start - 1] != "By"
    ):
        if words[start - 1].endswith((",", ".")):
            break
        start -= 1
    return start


def _participant(name: str, title: str, *, method: SpeakerMethod) -> Participant:
    words = title.split()
    honorific = None
    if words and words[-1].rstrip(".") in ("Mr", "Ms", "Mrs", "Dr", "Shri", "Miss", "Prof"):
        honorific = words.pop()
    return Participant(
        name=name.strip(" ,."),
        honorific=honorific,
        title=" ".join(words) or None,
        chairs=False,
        method=method,
    )


def spelled_alike(name: str) -> str:
    """Return a name folded for comparison."""
    return re.sub(r"[\W_]+", " ", name).casefold().strip() if not is_capitals(name) else name.casefold()
