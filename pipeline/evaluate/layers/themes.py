"""Themes: labels of the annotated turns; a turn that was not found misses its labels."""

from collections import defaultdict

from pipeline.evaluate.layer import Comparison, Layer, Slip, has, quoted
from pipeline.evaluate.matching import Case
from pipeline.evaluate.scores import Hits


def compare(case: Case) -> Comparison:
    """Compare the themes of a text's annotated turns."""
    by_turn: defaultdict[str, set[str]] = defaultdict(set)
    for tag in case.briefing.themes:
        by_turn[tag.turn_id].add(tag.label)
    right = n_gold = n_given = 0
    slips: list[Slip] = []
    for each in case.gold.themes:
        turn, found = case.gold.turns[each.turn], case.turns.get(each.turn)
        wanted = set(each.codes)
        given = by_turn[case.briefing.turns[found].turn_id] if found is not None else set()
        right += len(wanted & given)
        n_gold += len(wanted)
        n_given += len(given)
        if wanted != given:
            said = f"{_listed(given)} for {_listed(wanted)}" if found is not None else f"no turn for {_listed(wanted)}"
            slips.append((turn.start, f"{said}: {quoted(case.gold.text, turn)}"))
    return Comparison({"label": Hits(right, n_gold, n_given)}, tuple(slips))


def _listed(labels: set[str]) -> str:
    return ", ".join(sorted(labels)) or "none"


LAYER = Layer(name="themes", stage="tag", annotated=has("themes"), compare=compare)
