"""Lays given spans beside gold spans: which of them mean the same."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from pipeline.evaluate.gold import GoldText
from pipeline.records import Briefing, Mention

TURN_TOLERANCE = 2
"""Code points by which either end of a turn may be off."""


class Span(Protocol):
    """A stretch of the text: code points, end exclusive."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """Code point after the last."""


type Closeness = Callable[[Span, Span], float | None]
"""How close two spans are, the larger the closer; None where they do not match."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A span of its own."""

    start: int
    end: int


def within(tolerance: int) -> Closeness:
    """Return the closeness of spans both of whose ends differ by at most ``tolerance`` code points; 0 is exact."""

    def closeness(one: Span, other: Span) -> float | None:
        ends = abs(one.start - other.start), abs(one.end - other.end)
        return -float(sum(ends)) if max(ends) <= tolerance else None

    return closeness


def overlap(one: Span, other: Span) -> float:
    """Return the intersection over union of two spans, in [0, 1]."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    if shared <= 0:
        return 0.0
    return shared / (max(one.end, other.end) - min(one.start, other.start))


def overlapping(threshold: float) -> Closeness:
    """Return the closeness of spans whose intersection over union is at least ``threshold`` (above 0)."""

    def closeness(one: Span, other: Span) -> float | None:
        share = overlap(one, other)
        return share if share >= threshold else None

    return closeness


def pair_spans(gold: Sequence[Span], given: Sequence[Span], closeness: Closeness) -> dict[int, int]:
    """Return the index of the given span for each gold span that has one.

    Each span is used once. The closest pairs go first; of equally close ones, those that come first in the text.
    """
    close = [
        (-score, i, j)
        for i, one in enumerate(gold)
        for j, other in enumerate(given)
        if (score := closeness(one, other)) is not None
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(close):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return dict(sorted(pairs.items()))


def label_spans(gold: GoldText) -> tuple[Stretch, ...]:
    """Return where the gold turns' labels stand: the last place before a turn, after the turn before it."""
    spans, after = [], 0
    for turn in gold.turns:
        if turn.speaker:
            words = r"\s+".join(map(re.escape, turn.speaker.split()))
            found = list(re.finditer(words, gold.text[after : turn.start]))
            spans += [Stretch(after + found[-1].start(), after + found[-1].end())] if found else []
        after = turn.end
    return tuple(spans)


@dataclass(frozen=True)
class Case:
    """A text as annotated and as the pipeline read it, with the matches that several layers need."""

    gold: GoldText
    briefing: Briefing

    @cached_property
    def turns(self) -> Mapping[int, int]:
        """Index of the given turn for each gold turn that was found."""
        return pair_spans(self.gold.turns, self.briefing.turns, within(TURN_TOLERANCE))

    @cached_property
    def given_mentions(self) -> tuple[Mention, ...]:
        """The given mentions outside the gold labels: labels carry no mentions, so none is scored there."""
        labels = label_spans(self.gold)
        return tuple(each for each in self.briefing.mentions if not any(overlap(each, label) for label in labels))

    @cached_property
    def mentions(self) -> Mapping[int, int]:
        """Index among ``given_mentions`` for each gold mention whose exact span was found."""
        return pair_spans(self.gold.entities, self.given_mentions, within(0))
