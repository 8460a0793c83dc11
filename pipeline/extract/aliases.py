"""Learns the short names that a briefing defines: ``General Administration of Customs (GACC)``."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.extract.candidates import Candidate
from pipeline.records import MentionMethod, MentionType

_RE_BRACKET = re.compile(
    r" ?\((?:(?:the|or|hereinafter|referred to as) ){0,3}[\"“]?(?P<form>[A-Z][\w&.\-]{1,11})[\"”]?\)"
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form and the candidate that it stands for."""

    form: str
    full: Candidate


def find_definitions(text: str, candidates: Iterable[Candidate], *, offset: int) -> Iterator[Definition]:
    """Yield the short forms that stand in brackets behind the name whose letters they take.

    The letters are matched as in Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in
    biomedical text", PSB 2003.
    """
    for candidate in candidates:
        match = _RE_BRACKET.match(text, candidate.end - offset)
        if match and candidate.type is not MentionType.PERSON and abbreviates(match["form"], candidate.text):
            yield Definition(match["form"], candidate)


def abbreviates(form: str, name: str) -> bool:
    """Tell whether the letters of a short form stand in a name in order, the first at the start of a word."""
    if sum(map(str.isupper, form)) < 2 or len(form) >= len(name):
        return False
    letters = [letter for letter in form.casefold() if letter.isalnum()]
    folded = name.casefold()
    position = len(folded)
    for index in range(len(letters) - 1, -1, -1):
        position = folded.rfind(letters[index], 0, position)
        while index == 0 and position > 0 and folded[position - 1].isalnum():
            position = folded.rfind(letters[0], 0, position)
        if position < 0:
            return False
    return True


def find_forms(text: str, forms: Mapping[str, Candidate], *, offset: int) -> Iterator[Candidate]:
    """Yield every occurrence of the defined short forms, typed and named by what they stand for."""
    if not forms:
        return
    for match in re.finditer(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(forms, key=len, reverse=True)))})(?!\w)", text
    ):
        full = forms[match.group()]
        yield Candidate(
            start=offset + match.start(),
            end=offset + match.end(),
            text=match.group(),
            type=full.type,
            subtype=full.subtype,
            method=MentionMethod.ALIAS,
            ids=full.ids,
            canonical=full.canonical or full.text,
        )
