"""Turns: spans within two code points at both ends; label, role and kind over the turns that were found."""

from collections.abc import Iterator

from pipeline.evaluate.gold import GoldTurn
from pipeline.evaluate.layer import Comparison, Layer, Slip, folded, has, missed_and_extra
from pipeline.evaluate.matching import Case
from pipeline.evaluate.scores import Counts, Hits, Share
from pipeline.records import Turn


def same_label(gold: str | None, given: str | None) -> bool:
    """Tell whether two labels are one, without case and final colon; no label is only the same as no label."""
    if gold is None or given is None:
        return gold is given
    return _bare(gold) == _bare(given)


def _bare(label: str) -> str:
    return folded(label).rstrip(":： ")


def compare(case: Case) -> Comparison:
    """Compare the turns of a text."""
    gold, given = case.gold.turns, case.briefing.turns
    pairs = [(gold[i], given[j]) for i, j in case.turns.items()]
    found = len(pairs)
    counts: dict[str, Counts] = {
        "span": Hits(found, len(gold), len(given)),
        "speaker accuracy": Share(sum(same_label(one.speaker, other.speaker_label) for one, other in pairs), found),
        "role accuracy": Share(sum(one.role == other.role for one, other in pairs), found),
        "kind accuracy": Share(sum(one.kind == other.kind for one, other in pairs), found),
    }
    slips = [*missed_and_extra(case.gold.text, gold, given, case.turns)]
    slips += [slip for one, other in pairs for slip in _wrong(one, other)]
    return Comparison(counts, tuple(slips))


def _wrong(gold: GoldTurn, given: Turn) -> Iterator[Slip]:
    if not same_label(gold.speaker, given.speaker_label):
        yield gold.start, f"speaker {given.speaker_label!r} for {gold.speaker!r}"
    if gold.role != given.role:
        yield gold.start, f"role {given.role.value} for {gold.role.value} (speaker {gold.speaker!r})"
    if gold.kind != given.kind:
        yield gold.start, f"kind {given.kind.value} for {gold.kind.value} (speaker {gold.speaker!r})"


LAYER = Layer(name="turns", stage="segment", annotated=has("turns"), compare=compare)
