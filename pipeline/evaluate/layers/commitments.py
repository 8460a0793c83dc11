"""Commitments: clauses that overlap by half (intersection over union), and the head verb of those that were found."""

from pipeline.evaluate.layer import Comparison, Layer, folded, has, missed_and_extra, quoted
from pipeline.evaluate.matching import Case, overlapping, pair_spans
from pipeline.evaluate.scores import Hits, Share

OVERLAP = 0.5


def compare(case: Case) -> Comparison:
    """Compare the commitments of a text."""
    gold, given = case.gold.commitments, case.briefing.commitments
    found = pair_spans(gold, given, overlapping(OVERLAP))
    pairs = [(gold[i], given[j]) for i, j in found.items()]
    wrong = [(one, other) for one, other in pairs if folded(one.action) != folded(other.action)]
    slips = [*missed_and_extra(case.gold.text, gold, given, found)]
    slips += [
        (one.start, f"action {other.action!r} for {one.action!r}: {quoted(case.gold.text, one)}")
        for one, other in wrong
    ]
    counts = {
        "clause": Hits(len(pairs), len(gold), len(given)),
        "action accuracy": Share(len(pairs) - len(wrong), len(pairs)),
    }
    return Comparison(counts, tuple(slips))


LAYER = Layer(name="commitments", stage="extract", annotated=has("commitments"), compare=compare)
