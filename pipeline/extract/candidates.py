"""Candidate spans from all sources, and the one policy by which the flat mentions are chosen among them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.records import MentionMethod, MentionType

_PRIORITY = {
    method: rank
    for rank, method in enumerate(
        (
            MentionMethod.HEADER,
            MentionMethod.ALIAS,
            MentionMethod.GAZETTEER,
            MentionMethod.PATTERN,
            MentionMethod.MODEL,
        )
    )
}
"""Of two candidates with one span, which source is believed; the first."""

_LEADING = re.compile(r"(?:[Tt]he|[Aa]n?|[Tt]his|[Oo]ur|[Tt]heir|[Ii]ts)\s+")
_TRAILING = re.compile(r"(?:['’]s?|[\s,.;:–—-]+)$")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]\.)+$|\b(?:Inc|Ltd|Co|Corp|Jr|Sr)\.$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A span that may be a mention. ``start`` and ``end`` are code points into the stored text, end exclusive.

    ``ids`` are the gazetteer rows that the form may mean; ``canonical`` is the full name where a definition gives it.
    """

    start: int
    end: int
    text: str
    type: MentionType
    method: MentionMethod
    subtype: str | None = None
    ids: tuple[str, ...] = ()
    canonical: str | None = None

    def overlaps(self, other: "Candidate") -> bool:
        """Tell whether two candidates share a code point."""
        return self.start < other.end and other.start < self.end


def longest_first(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return flat candidates: the longest wins, then the source that is believed, then the first; sorted by start.

    This is the overlap policy of the whole pipeline.
    """
    ranked = sorted(candidates, key=lambda item: (item.start - item.end, _PRIORITY[item.method], item.start))
    taken: dict[int, Candidate] = {}
    chosen: list[Candidate] = []
    for candidate in ranked:
        positions = range(candidate.start, candidate.end)
        if not any(position in taken for position in positions):
            chosen.append(candidate)
            taken.update(dict.fromkeys(positions, candidate))
    return tuple(sorted(chosen, key=lambda item: item.start))


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span of a text without leading article, trailing possessive and punctuation."""
    while match := _LEADING.match(text, start, end):
        start = match.end()
    bracket = text.rfind("(", start, end)
    if bracket > start and ")" not in text[bracket:end]:
        end = bracket
    while match := _TRAILING.search(text, start, end):
        if match.group().startswith(".") and _ABBREVIATED.search(text, start, end):
            break
        end = match.start()
    return start, end
