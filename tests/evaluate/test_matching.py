"""Which given spans are taken for which gold spans."""

import pytest

from pipeline.evaluate.gold import GoldText, GoldTurn
from pipeline.evaluate.matching import Closeness, Stretch, label_spans, overlap, overlapping, pair_spans, within
from pipeline.records import Kind, Role


def stretches(*ends: tuple[int, int]) -> list[Stretch]:
    return [Stretch(*each) for each in ends]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 10), (0, 10), 1.0),
        ((0, 10), (5, 15), 5 / 15),
        ((0, 10), (2, 4), 2 / 10),
        ((0, 10), (10, 20), 0.0),
        ((0, 10), (30, 40), 0.0),
    ],
)
def test_overlap_is_intersection_over_union(one: tuple[int, int], other: tuple[int, int], expected: float) -> None:
    assert overlap(Stretch(*one), Stretch(*other)) == overlap(Stretch(*other), Stretch(*one)) == expected


@pytest.mark.parametrize(
    ("closeness", "gold", "given", "expected"),
    [
        pytest.param(within(2), [(10, 50)], [(12, 48)], {0: 0}, id="both ends off by two"),
        pytest.param(within(2), [(10, 50)], [(10, 53)], {}, id="one end off by three"),
        pytest.param(within(0), [(1, 5), (7, 9)], [(7, 9), (1, 4)], {1: 0}, id="exact, any order"),
        pytest.param(within(2), [(10, 50)], [(11, 51), (10, 50)], {0: 1}, id="the closest of two"),
        pytest.param(overlapping(0.5), [(0, 10)], [(0, 5)], {0: 0}, id="just half"),
        pytest.param(overlapping(0.5), [(0, 11)], [(0, 5)], {}, id="less than half"),
        pytest.param(overlapping(0.2), [(0, 10)], [(0, 4), (4, 10)], {0: 1}, id="one partner, the larger overlap"),
        pytest.param(overlapping(0.2), [(0, 4), (4, 10)], [(0, 10)], {1: 0}, id="a given span serves once"),
        pytest.param(overlapping(0.2), [(0, 4), (4, 8)], [(0, 8)], {0: 0}, id="of equals the first"),
        pytest.param(within(2), [], [(0, 1)], {}, id="no gold"),
        pytest.param(within(2), [(0, 1)], [], {}, id="nothing given"),
    ],
)
def test_spans_are_paired_once_and_closest_first(
    closeness: Closeness, gold: list[tuple[int, int]], given: list[tuple[int, int]], expected: dict[int, int]
) -> None:
    assert pair_spans(stretches(*gold), stretches(*given), closeness) == expected


def test_labels_stand_last_before_their_turns() -> None:
    text = "Anselm Torvik speaks\n\nAnselm\nTorvik:\n\nGood day.\n\nMore.\n\nQ\n\nWhen, Q?"
    turns = [("Anselm Torvik", "Good day."), (None, "More."), ("Q", "When, Q?")]
    gold = GoldText(
        id="a",
        text=text,
        turns=tuple(
            GoldTurn(
                start=text.index(said), end=text.index(said) + len(said), speaker=who, role=Role.OTHER, kind=Kind.ANSWER
            )
            for who, said in turns
        ),
    )
    assert [text[each.start : each.end] for each in label_spans(gold)] == ["Anselm\nTorvik", "Q"]
    assert label_spans(gold)[0].start == text.index("Anselm\nTorvik")
