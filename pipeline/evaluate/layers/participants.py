"""Participants: the distinct names that header, title or introduction give; names of labels alone do not count."""

from pipeline.evaluate.layer import Comparison, Layer, folded, has
from pipeline.evaluate.matching import Case
from pipeline.evaluate.scores import Hits
from pipeline.records import SpeakerMethod

LISTED = frozenset({SpeakerMethod.HEADER, SpeakerMethod.INTRODUCTION, SpeakerMethod.TITLE})


def compare(case: Case) -> Comparison:
    """Compare the listed names of a text, without case."""
    gold = {folded(each.name) for each in case.gold.participants}
    given = {folded(each.name) for each in case.briefing.speakers if each.name and each.method in LISTED}
    slips = [(None, f"missed {name!r}") for name in sorted(gold - given)]
    slips += [(None, f"not annotated {name!r}") for name in sorted(given - gold)]
    return Comparison({"name": Hits(len(gold & given), len(gold), len(given))}, tuple(slips))


LAYER = Layer(name="participants", stage="segment", annotated=has("participants"), compare=compare)
