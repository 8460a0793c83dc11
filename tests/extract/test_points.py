"""Enumerated points: which sentences stand under which number."""

import pytest

from pipeline.extract.points import PointCounter
from pipeline.resources import Ordinal, load_ordinals

ROWS = tuple(
    Ordinal(word=word, number=number, source="written for this test")
    for word, number in (("First", 1), ("Firstly", 1), ("Second", 2), ("Secondly", 2), ("Third", 3))
)


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        ([], []),
        (["We sail.", "We land."], [None, None]),
        (["First, we sail.", "Second, we land."], [1, 2]),
        (["Hello.", "First, we sail.", "It is far.", "Second, we land.", "We rest."], [None, 1, 1, 2, 2]),
        (["Firstly: we sail.", "Secondly, we land."], [1, 2]),
        (["First, we sail.", "Second, we land.", "Third, we rest."], [1, 2, 3]),
        (["First, we sail.", "We rest."], [None, None]),
        (["Second, we land.", "We rest."], [None, None]),
        (["First, we sail.", "Third, we rest."], [None, None]),
        (["First, we sail.", "Third, we rest.", "Second, we land."], [1, 1, 2]),
        (["Second, we land.", "First, we sail.", "Second, we land."], [None, 1, 2]),
        (["First, a.", "Second, b.", "First, c.", "Second, d."], [1, 2, 1, 2]),
        (["First, a.", "Second, b.", "Second, c."], [1, 2, 2]),
        (["First we sail.", "Second we land."], [None, None]),
        (["The First, we sail.", "The Second, we land."], [None, None]),
        (["first, we sail.", "second, we land."], [None, None]),
        (["First,we sail.", "Second,we land."], [None, None]),
    ],
)
def test_points_run_in_order_from_one(sentences: list[str], expected: list[int | None]) -> None:
    assert PointCounter(ROWS).points(sentences) == expected


def test_a_counter_keeps_nothing_from_turn_to_turn() -> None:
    counter = PointCounter(ROWS)
    assert counter.points(["First, a.", "Second, b."]) == [1, 2]
    assert counter.points(["Third, c.", "And d."]) == [None, None]


@pytest.mark.parametrize("row", load_ordinals(), ids=lambda row: row.word)
def test_every_ordinal_of_the_package_opens_its_point(row: Ordinal) -> None:
    rows = load_ordinals()
    words = {each.number: each.word for each in reversed(rows)} | {row.number: row.word}
    sentences = [f"{words[number]}, we sail." for number in sorted(words)]
    assert PointCounter(rows).points(sentences) == sorted(words)
