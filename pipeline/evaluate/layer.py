"""What a layer of the evaluation is: the interface of the modules in ``layers/``."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten

from pipeline.evaluate.gold import GoldText
from pipeline.evaluate.matching import Case, Span
from pipeline.evaluate.scores import Counts

type Slip = tuple[int | None, str]
"""A mistake: where (code point; None where it has no place in the text), and what is wrong."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a layer of one text compares: counts by metric, and the mistakes in them."""

    counts: Mapping[str, Counts]
    slips: tuple[Slip, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer: its name in the scores, the stage after which it can be read, and how it is compared.

    ``annotated`` tells whether a gold text has the layer at all.
    """

    name: str
    stage: str
    annotated: Callable[[GoldText], bool]
    compare: Callable[[Case], Comparison]


def has(*keys: str) -> Callable[[GoldText], bool]:
    """Return a test whether a gold text has any of the keys."""
    return lambda gold: any(map(gold.has, keys))


def folded(text: str) -> str:
    """Return a text without case, with single spaces."""
    return " ".join(text.casefold().split())


def quoted(text: str, span: Span) -> str:
    """Return the beginning of a span, in quotes, on one line."""
    return repr(shorten(text[span.start : span.end], 60, placeholder=" …"))


def missed_and_extra(
    text: str, gold: Sequence[Span], given: Sequence[Span], pairs: Mapping[int, int]
) -> Iterator[Slip]:
    """Yield a slip for each gold span without a match, then for each given one."""
    yield from ((span.start, f"missed {quoted(text, span)}") for span in _left(gold, pairs.keys()))
    yield from ((span.start, f"not annotated {quoted(text, span)}") for span in _left(given, pairs.values()))


def _left(spans: Sequence[Span], used: Iterable[int]) -> list[Span]:
    taken = set(used)
    return [span for index, span in enumerate(spans) if index not in taken]
