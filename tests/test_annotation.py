"""Texts in memory: the same rows as a run, in order, with one and with more workers."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from pipeline import annotate, annotate_many, load_settings, theme_scores
from pipeline.errors import ModelError, SourceError, UsageError
from pipeline.records import Briefing, Kind, Role
from tests.conftest import INLINE_BRIEFING, PORT_BRIEFING

NO_LABEL = "The harbour was closed for two days because of the storm. It will open again in May."

TEXTS: list[str | tuple[str, str]] = [
    INLINE_BRIEFING,
    ("Port briefing, May 2021", PORT_BRIEFING),
    NO_LABEL,
    *[f"Point {n}." for n in range(8)],
]
"""More than one block of texts."""


@pytest.fixture(scope="module")
def annotated() -> list[Briefing]:
    return list(annotate_many(TEXTS))


def test_a_text_becomes_a_briefing() -> None:
    briefing = annotate(INLINE_BRIEFING, name="tariff")
    assert (briefing.id, briefing.text) == ("tariff", INLINE_BRIEFING)
    assert [(turn.speaker_label, turn.kind) for turn in briefing.turns] == [
        ("Tidewater Daily", Kind.QUESTION),
        ("Spokesperson Linnea Osei", Kind.ANSWER),
        ("Tidewater Daily", Kind.QUESTION),
        ("Spokesperson Linnea Osei", Kind.ANSWER),
    ]
    assert len(briefing.exchanges) == 2
    assert "Linnea Osei" in {entity.name for entity in briefing.entities}
    assert [figure.text for figure in briefing.figures] == ["two percent"]
    assert [commitment.action for commitment in briefing.commitments] == ["publish"]


def test_all_offsets_point_into_the_text_of_the_briefing() -> None:
    briefing = annotate("\ufeff" + PORT_BRIEFING.replace("\n", "\r\n"))
    assert briefing.text == PORT_BRIEFING
    rows: Sequence[Any] = [
        *briefing.turns,
        *briefing.sentences,
        *briefing.mentions,
        *briefing.figures,
        *briefing.commitments,
        *briefing.notes,
    ]
    assert len(rows) > 30
    assert [row for row in rows if briefing.text[row.start : row.end] != row.text] == []


def test_a_text_without_a_label_is_one_statement() -> None:
    (turn,) = annotate(NO_LABEL).turns
    assert (turn.role, turn.kind, turn.speaker_id, turn.text) == (Role.OFFICIAL, Kind.STATEMENT, None, NO_LABEL)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("text", "text"), ("2021/Port Briefing", "2021/port-briefing"), ("Ünlü Étude", "ünlü-étude"), ("***", "untitled")],
)
def test_the_name_becomes_the_id(name: str, expected: str) -> None:
    briefing = annotate(NO_LABEL, name=name)
    assert briefing.id == expected
    assert {turn.briefing_id for turn in briefing.turns} == {sentence.briefing_id for sentence in briefing.sentences}
    assert briefing.turns[0].briefing_id == expected


@pytest.mark.parametrize(
    ("text", "message"), [("", "is empty"), (" \n", "is empty"), ("12 3", "holds no letters"), ("a\0b", "NUL bytes")]
)
def test_what_is_no_text_is_an_error(text: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        annotate(text)


def test_settings_are_those_asked_for() -> None:
    with pytest.raises(ModelError, match="'no_such_model' is not installed"):
        annotate(NO_LABEL, settings=load_settings(model="no_such_model"))


def test_many_texts_come_in_order_named_by_their_position_or_their_name(annotated: list[Briefing]) -> None:
    assert [briefing.id for briefing in annotated] == [
        "text-1",
        "port-briefing-may-2021",
        "text-3",
        *[f"text-{n}" for n in range(4, 12)],
    ]
    assert [briefing.text for briefing in annotated] == [text if isinstance(text, str) else text[1] for text in TEXTS]


def test_one_of_many_is_the_same_as_one_alone(annotated: list[Briefing]) -> None:
    assert annotated[1] == annotate(PORT_BRIEFING, name="Port briefing, May 2021")
    assert annotated[0] == annotate(INLINE_BRIEFING, name="text-1")


def test_two_workers_make_the_same_briefings_in_the_same_order(annotated: list[Briefing]) -> None:
    assert list(annotate_many(iter(TEXTS), workers=2)) == annotated


def test_texts_are_taken_as_they_are_needed() -> None:
    taken: list[int] = []

    def texts() -> Iterator[str]:
        for n in range(60):
            taken.append(n)
            yield NO_LABEL

    briefings = annotate_many(texts())
    assert taken == []
    assert next(briefings).id == "text-1"
    assert 0 < len(taken) < 60


def test_no_texts_are_no_briefings() -> None:
    assert list(annotate_many([])) == []


def test_a_bad_text_among_many_is_named() -> None:
    with pytest.raises(SourceError, match="text-2"):
        list(annotate_many([NO_LABEL, " "]))


def test_theme_scores_are_probabilities_by_code() -> None:
    texts = ["We will lower the tariffs on imports and sign a trade agreement.", "Thank you."]
    scores = theme_scores(texts)
    assert scores.shape == (2, 22)
    assert "0" in scores.columns
    assert scores.sum(axis=1).round(6).tolist() == [1.0, 1.0]
    assert scores.loc[0].idxmax() == "18"
    assert theme_scores(texts[1:]).loc[0].idxmax() == "0"


def test_theme_scores_need_contexts_of_the_same_length() -> None:
    with pytest.raises(UsageError):
        theme_scores(["One.", "Two."], ["Before."], ["After.", ""])
