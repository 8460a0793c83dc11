"""Mentions: exact span and type (``strict``), exact span alone, and each type, over the text outside labels."""

from pipeline.evaluate.layer import Comparison, Layer, has, missed_and_extra, quoted
from pipeline.evaluate.matching import Case
from pipeline.evaluate.scores import Counts, Hits
from pipeline.records import MentionType


def compare(case: Case) -> Comparison:
    """Compare the mentions of a text."""
    gold, given = case.gold.entities, case.given_mentions
    pairs = [(gold[i], given[j]) for i, j in case.mentions.items()]
    right = [one.type for one, other in pairs if one.type == other.type]
    counts: dict[str, Counts] = {
        "strict": Hits(len(right), len(gold), len(given)),
        "span": Hits(len(pairs), len(gold), len(given)),
    }
    for kind in MentionType:
        counts[kind.value] = Hits(
            right.count(kind), sum(each.type == kind for each in gold), sum(each.type == kind for each in given)
        )
    slips = [*missed_and_extra(case.gold.text, gold, given, case.mentions)]
    slips += [
        (one.start, f"{other.type.value} for {one.type.value}: {quoted(case.gold.text, one)}")
        for one, other in pairs
        if one.type != other.type
    ]
    return Comparison(counts, tuple(slips))


LAYER = Layer(name="mentions", stage="extract", annotated=has("entities"), compare=compare)
