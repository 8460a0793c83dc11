"""Figures: spans that overlap by a fifth (intersection over union), then value, unit and change on top."""

import math
from collections.abc import Iterator

from pipeline.evaluate.gold import GoldFigure
from pipeline.evaluate.layer import Comparison, Layer, Slip, folded, has, missed_and_extra, quoted
from pipeline.evaluate.matching import Case, overlapping, pair_spans
from pipeline.evaluate.scores import Counts, Hits, Share
from pipeline.records import Figure

OVERLAP = 0.2
MILLIONTH = 1e-6


def same_value(gold: GoldFigure, given: Figure) -> bool:
    """Tell whether two values differ by no more than a millionth of the larger."""
    return math.isclose(gold.value, given.value, rel_tol=MILLIONTH)


def same_unit(gold: GoldFigure, given: Figure) -> bool:
    """Tell whether two units are one, without case."""
    return folded(gold.unit) == folded(given.unit)


def same_change(gold: GoldFigure, given: Figure) -> bool:
    """Tell whether both are the same change, or none."""
    return gold.change == (given.change or "")


def compare(case: Case) -> Comparison:
    """Compare the figures of a text. ``change`` is over figures that are changes, its accuracy over all found."""
    gold, given = case.gold.figures, case.briefing.figures
    found = pair_spans(gold, given, overlapping(OVERLAP))
    pairs = [(gold[i], given[j]) for i, j in found.items()]
    valued = [pair for pair in pairs if same_value(*pair)]
    changed = [pair for pair in pairs if same_change(*pair)]
    sizes = len(gold), len(given)
    changes = sum(each.change != "" for each in gold), sum(each.change is not None for each in given)
    counts: dict[str, Counts] = {
        "span": Hits(len(pairs), *sizes),
        "value": Hits(len(valued), *sizes),
        "value and unit": Hits(sum(same_unit(*pair) for pair in valued), *sizes),
        "change": Hits(sum(one.change != "" for one, _ in changed), *changes),
        "change accuracy": Share(len(changed), len(pairs)),
    }
    slips = [*missed_and_extra(case.gold.text, gold, given, found)]
    slips += [slip for pair in pairs for slip in _wrong(case.gold.text, *pair)]
    return Comparison(counts, tuple(slips))


def _wrong(text: str, gold: GoldFigure, given: Figure) -> Iterator[Slip]:
    shown = quoted(text, gold)
    if not same_value(gold, given):
        yield gold.start, f"value {given.value:g} for {gold.value:g}: {shown}"
    if not same_unit(gold, given):
        yield gold.start, f"unit {given.unit!r} for {gold.unit!r}: {shown}"
    if not same_change(gold, given):
        yield gold.start, f"change {(given.change or '') or 'none'} for {gold.change or 'none'}: {shown}"


LAYER = Layer(name="figures", stage="extract", annotated=has("figures"), compare=compare)
