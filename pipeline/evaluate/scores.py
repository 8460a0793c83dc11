"""Counts of one text, and how counts of many texts become a metric with its interval.

All metrics are micro-averaged: counts are summed over texts, then divided. Intervals are percentile bootstrap intervals
(Efron and Tibshirani 1993, ch. 13) over texts: whole briefings are drawn with replacement, their counts summed.
"""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import UsageError

RESAMPLES = 1000
LEVEL = 0.95
SEED = 20230921
"""Every metric is resampled with the same seed, so that a figure does not hang on which others are asked for."""

_DECIMALS = 4

type Sums = NDArray[np.float64]
"""Counts: (..., n_columns), one column a field of the ``Counts``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A figure made of sums of counts. ``n`` is the column that counts the annotated units behind it."""

    name: str
    n: int
    value: Callable[[Sums], Sums]


def ratio(part: Sums, whole: Sums) -> Sums:
    """Return part by whole, NaN where the whole is 0."""
    undefined: Sums = np.full(np.shape(whole), np.nan)
    np.divide(part, whole, out=undefined, where=whole > 0)
    return undefined


def _harmonic(sums: Sums) -> Sums:
    precision, recall = ratio(sums[..., 0], sums[..., 2]), ratio(sums[..., 1], sums[..., 2])
    return ratio(2 * precision * recall, precision + recall)


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted in one text: subclasses name the columns, and the measures that are made of them."""

    measures: ClassVar[tuple[Measure, ...]] = ()


@dataclass(frozen=True, slots=True)
class Hits(Counts):
    """Of ``gold`` annotated and ``given`` found items, ``right`` are the same."""

    right: int
    gold: int
    given: int

    measures: ClassVar[tuple[Measure, ...]] = (
        Measure(name="precision", n=1, value=lambda sums: ratio(sums[..., 0], sums[..., 2])),
        Measure(name="recall", n=1, value=lambda sums: ratio(sums[..., 0], sums[..., 1])),
        Measure(name="f1", n=1, value=lambda sums: ratio(2 * sums[..., 0], sums[..., 1] + sums[..., 2])),
    )


@dataclass(frozen=True, slots=True)
class Share(Counts):
    """Of ``of`` annotated items, ``part`` have the property."""

    part: int
    of: int

    measures: ClassVar[tuple[Measure, ...]] = (
        Measure(name="", n=1, value=lambda sums: ratio(sums[..., 0], sums[..., 1])),
    )


@dataclass(frozen=True, slots=True)
class Clusters(Counts):
    """Precision and recall of each of ``n`` clustered items, summed."""

    precision: float
    recall: float
    n: int

    measures: ClassVar[tuple[Measure, ...]] = (
        Measure(name="precision", n=2, value=lambda sums: ratio(sums[..., 0], sums[..., 2])),
        Measure(name="recall", n=2, value=lambda sums: ratio(sums[..., 1], sums[..., 2])),
        Measure(name="f1", n=2, value=_harmonic),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A row of the table ``quality``; ``value`` is None where nothing was there to score (no row then)."""

    layer: str
    metric: str
    gold: str
    n: int
    value: float | None
    lower: float | None
    upper: float | None
    version: str


def measure(
    counts: Sequence[Counts], *, layer: str, metric: str, gold: str, version: str, resamples: int = RESAMPLES
) -> tuple[Score, ...]:
    """Return the scores that counts of one kind make, one a measure of that kind.

    Args:
        counts: The counts of each text.
        layer: Layer, as the scores name it.
        metric: What was counted; the measure's name follows it ("span" gives "span f1").
        gold: The set of annotations.
        version: What was scored.
        resamples: Resamples of texts for the interval; fewer than two texts give none.
    """
    table = np.array([astuple(each) for each in counts], dtype=np.float64)
    sums = table.sum(axis=0)
    return tuple(
        Score(
            layer=layer,
            metric=f"{metric} {each.name}".strip(),
            gold=gold,
            n=int(sums[each.n]),
            value=_rounded(each.value(sums)),
            lower=low,
            upper=high,
            version=version,
        )
        for each in counts[0].measures
        for low, high in [interval(table, each.value, resamples=resamples)]
    )


def interval(
    table: Sums, value: Callable[[Sums], Sums], *, resamples: int = RESAMPLES
) -> tuple[float | None, float | None]:
    """Return the ends of the 95 % interval of a figure, (None, None) where fewer than two texts allow none.

    Args:
        table: Counts, (n_texts, n_columns).
        value: The figure of sums of counts; resamples where it is undefined are left out.
        resamples: How many times n_texts texts are drawn.
    """
    texts = len(table)
    if texts < 2:
        return None, None
    drawn = np.random.default_rng(SEED).multinomial(texts, np.full(texts, 1 / texts), size=resamples)
    values = value(drawn @ table)
    values = values[~np.isnan(values)]
    if not len(values):
        return None, None
    low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return _rounded(low), _rounded(high)


def _rounded(number: Sums | np.float64) -> float | None:
    return None if np.isnan(number) else round(float(number), _DECIMALS)


def score_rows(scores: Iterable[Score]) -> list[tuple[str, ...]]:
    """Return the scores as cells to print: all columns but the version."""
    return [
        (each.layer, each.metric, each.gold, str(each.n), *map(_cell, (each.value, each.lower, each.upper)))
        for each in scores
    ]


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def write_scores(path: Path, scores: Iterable[Score]) -> None:
    """Write the scores that have a value as CSV, with the columns of the table ``quality``.

    Raises:
        UsageError: The file cannot be written.
    """
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(field.name for field in fields(Score))
            writer.writerows(astuple(each) for each in scores if each.value is not None)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); name a file in an existing folder") from error
