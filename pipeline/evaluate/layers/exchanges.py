"""Exchanges: pairs of a question turn and an answer turn, read through the turns that were found."""

from pipeline.evaluate.layer import Comparison, Layer, has
from pipeline.evaluate.matching import Case
from pipeline.evaluate.scores import Hits
from pipeline.records import Briefing, Part

type Pair = tuple[int, int]
"""Question and answer, as indices of turns."""


def given_pairs(briefing: Briefing) -> set[Pair]:
    """Return the pairs of question and answer of a briefing, as indices of its turns."""
    index = {turn.turn_id: number for number, turn in enumerate(briefing.turns)}
    parts: dict[tuple[str, Part], list[int]] = {}
    for each in briefing.exchange_turns:
        parts.setdefault((each.exchange_id, each.part), []).append(index[each.turn_id])
    return {
        (question, answer)
        for exchange in briefing.exchanges
        for question in parts.get((exchange.exchange_id, Part.QUESTION), ())
        for answer in parts.get((exchange.exchange_id, Part.ANSWER), ())
    }


def compare(case: Case) -> Comparison:
    """Compare the exchanges of a text; a pair with a turn that was not found is missed."""
    gold = {(each.question, answer) for each in case.gold.exchanges for answer in each.answers}
    given = given_pairs(case.briefing)
    found = {
        pair: (case.turns[pair[0]], case.turns[pair[1]])
        for pair in gold
        if pair[0] in case.turns and pair[1] in case.turns
    }
    right = {pair for pair, other in found.items() if other in given}
    extra = given - {found[pair] for pair in right}
    turns, others = case.gold.turns, case.briefing.turns
    slips = [(turns[q].start, f"missed: answered at {turns[a].start}") for q, a in sorted(gold - right)]
    slips += [(others[q].start, f"not annotated: answered at {others[a].start}") for q, a in sorted(extra)]
    return Comparison({"pair": Hits(len(right), len(gold), len(given))}, tuple(slips))


LAYER = Layer(name="exchanges", stage="segment", annotated=has("exchanges"), compare=compare)
