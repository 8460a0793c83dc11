"""The overlap policy, and how spans are trimmed."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.candidates import Candidate, longest_first, trimmed
from pipeline.records import MentionMethod, MentionType

METHODS = (
    MentionMethod.HEADER,
    MentionMethod.ALIAS,
    MentionMethod.GAZETTEER,
    MentionMethod.PATTERN,
    MentionMethod.MODEL,
)
"""The sources, the most believed first."""


def candidate(start: int, end: int, method: MentionMethod = MentionMethod.MODEL) -> Candidate:
    return Candidate(start=start, end=end, text="x" * (end - start), type=MentionType.PLACE, method=method)


def spans(candidates: tuple[Candidate, ...]) -> list[tuple[int, int]]:
    return [(each.start, each.end) for each in candidates]


CANDIDATES = st.builds(
    lambda start, length, method: candidate(start, start + length, method),
    st.integers(0, 40),
    st.integers(1, 12),
    st.sampled_from(METHODS),
)


@pytest.mark.parametrize(
    ("given_spans", "expected"),
    [
        ([], []),
        ([(0, 4)], [(0, 4)]),
        ([(8, 12), (0, 4)], [(0, 4), (8, 12)]),
        ([(0, 4), (4, 8)], [(0, 4), (4, 8)]),
        ([(0, 4), (0, 9)], [(0, 9)]),
        ([(2, 5), (0, 9), (6, 8)], [(0, 9)]),
        ([(0, 5), (4, 8)], [(0, 5)]),
        ([(0, 4), (3, 8)], [(3, 8)]),
        ([(0, 4), (3, 7)], [(0, 4)]),
        ([(3, 7), (0, 4)], [(0, 4)]),
        ([(0, 6), (5, 12), (11, 14)], [(5, 12)]),
        ([(0, 4), (3, 9), (8, 16)], [(0, 4), (8, 16)]),
    ],
)
def test_the_longest_wins_then_the_first(given_spans: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert spans(longest_first(candidate(*span) for span in given_spans)) == expected


@pytest.mark.parametrize(
    ("believed", "other"),
    [(first, second) for i, first in enumerate(METHODS) for second in METHODS[i + 1 :]],
)
def test_of_equal_spans_the_believed_source_wins(believed: MentionMethod, other: MentionMethod) -> None:
    pair = [candidate(0, 5, other), candidate(0, 5, believed)]
    assert [each.method for each in longest_first(pair)] == [believed]
    assert [each.method for each in longest_first(reversed(pair))] == [believed]


def test_length_counts_for_more_than_the_source() -> None:
    chosen = longest_first([candidate(0, 5, MentionMethod.HEADER), candidate(0, 6, MentionMethod.MODEL)])
    assert [each.method for each in chosen] == [MentionMethod.MODEL]


def test_the_source_counts_for_more_than_the_place() -> None:
    chosen = longest_first([candidate(0, 5, MentionMethod.MODEL), candidate(3, 8, MentionMethod.GAZETTEER)])
    assert spans(chosen) == [(3, 8)]


@given(st.lists(CANDIDATES, max_size=12))
def test_what_is_chosen_is_flat_sorted_and_leaves_nothing_that_fits(candidates: list[Candidate]) -> None:
    chosen = longest_first(candidates)
    assert all(left.end <= right.start for left, right in pairwise(chosen))
    for each in candidates:
        assert any(each.overlaps(taken) and each.end - each.start <= taken.end - taken.start for taken in chosen)


@pytest.mark.parametrize(
    ("other", "expected"), [((0, 3), True), ((4, 9), True), ((2, 3), True), ((5, 9), False), ((0, 1), False)]
)
def test_overlaps_share_a_code_point(other: tuple[int, int], *, expected: bool) -> None:
    assert candidate(1, 5).overlaps(candidate(*other)) is expected
    assert candidate(*other).overlaps(candidate(1, 5)) is expected


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ("Larkhaven", "Larkhaven"),
        ("the Harbour Office", "Harbour Office"),
        ("The  Harbour Office", "Harbour Office"),
        ("our Harbour Office's", "Harbour Office"),
        ("a Larkhaven pier", "Larkhaven pier"),
        ("its the Larkhaven", "Larkhaven"),
        ("Theodora", "Theodora"),
        ("Anselm", "Anselm"),
        ("Larkhaven’s", "Larkhaven"),
        ("the Torviks'", "Torviks"),
        ("Larkhaven's,", "Larkhaven"),
        ("Larkhaven, ", "Larkhaven"),
        ("Larkhaven –", "Larkhaven"),
        ("Larkhaven.", "Larkhaven"),
        ("Tern Line Ltd.", "Tern Line Ltd."),
        ("the U.Q.", "U.Q."),
        ("Tern Line Ltd.'s", "Tern Line Ltd."),
        ("Harbour Office (HO)", "Harbour Office (HO)"),
        ("Harbour Office (H", "Harbour Office"),
        ("Harbour Office (", "Harbour Office"),
    ],
)
def test_articles_possessives_and_punctuation_are_trimmed(span: str, expected: str) -> None:
    text = f"We saw {span}xx"
    start = len("We saw ")
    left, right = trimmed(text, start, start + len(span))
    assert text[left:right] == expected


def test_only_the_span_is_looked_at() -> None:
    text = "the Larkhaven's"
    assert trimmed(text, 4, 9) == (4, 9)
