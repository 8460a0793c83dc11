"""Turns, exchanges, header fields and participants against annotations, with counts worked out by hand."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipeline.evaluate.gold import GoldText
from pipeline.evaluate.layers import exchanges, header, participants, turns
from pipeline.evaluate.matching import Case
from pipeline.evaluate.scores import Counts, Hits, Share
from pipeline.ingest.readers import transcript_of_text
from pipeline.records import (
    Briefing,
    Exchange,
    ExchangeTurn,
    Header,
    Kind,
    Part,
    Role,
    Speaker,
    SpeakerMethod,
    Turn,
)

TEXT = "x" * 200
"""Only offsets matter here."""

QUESTION, ANSWER = ("journalist", "question"), ("official", "answer")


def gold_turn(start: int, end: int, speaker: str | None, role: str, kind: str) -> dict[str, Any]:
    return {"start": start, "end": end, "speaker": speaker, "role": role, "kind": kind}


def turn(start: int, end: int, label: str | None, role: str, kind: str) -> Turn:
    return Turn(
        turn_id=f"t{start}",
        briefing_id="a",
        seq=1,
        speaker_label=label,
        themes_tried=False,
        role=Role(role),
        kind=Kind(kind),
        page=1,
        start=start,
        end=end,
        n_words=1,
        text="",
    )


def case(gold: dict[str, Any], **given: Any) -> Case:
    marks = GoldText.model_validate({"id": "a", "text": TEXT, "turns": (), **gold})
    return Case(marks, replace(Briefing(transcript=transcript_of_text(TEXT, name="a")), **given))


GOLD_TURNS = [
    gold_turn(10, 30, "Q", *QUESTION),
    gold_turn(40, 60, "MS. OSEI", *ANSWER),
    gold_turn(70, 90, "Q", *QUESTION),
    gold_turn(100, 120, None, *ANSWER),
    gold_turn(130, 150, "Linnea Osei", "moderator", "procedure"),
]
GIVEN_TURNS = (
    turn(10, 30, "Q", *QUESTION),
    turn(38, 62, "Ms. Osei:", "moderator", "answer"),  # both ends off by two: found, but its role is wrong
    turn(73, 90, "Q", *QUESTION),  # starts three too late: missed, and not annotated
    turn(100, 120, "Osei", *ANSWER),  # a label where none is printed
    turn(131, 149, "Linnea Osei", "moderator", "answer"),
    turn(160, 170, "Q", *QUESTION),
)


def test_turns_are_counted_by_span_and_then_by_label_role_and_kind() -> None:
    found = turns.compare(case({"turns": GOLD_TURNS}, turns=GIVEN_TURNS))
    assert found.counts == {
        "span": Hits(4, 5, 6),
        "speaker accuracy": Share(3, 4),
        "role accuracy": Share(3, 4),
        "kind accuracy": Share(3, 4),
    }
    assert [(start, what.split(" ")[0]) for start, what in found.slips] == [
        (70, "missed"), (73, "not"), (160, "not"), (40, "role"), (100, "speaker"), (130, "kind"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("gold", "given", "same"),
    [
        ("MS. OSEI", "Ms. Osei:", True),
        ("Tidewater\nDaily", "Tidewater Daily", True),
        ("Q", "Q：", True),
        ("Osei", "Ms. Osei", False),
        (None, None, True),
        (None, "Q", False),
        ("Q", None, False),
    ],
)
def test_labels_are_compared_without_case_and_final_colon(gold: str | None, given: str | None, same: bool) -> None:
    assert turns.same_label(gold, given) is same


def given_exchanges(*pairs: tuple[int, tuple[int, ...]]) -> dict[str, Any]:
    """Exchanges of question turns with answers, by the start of each turn."""
    members = [
        ExchangeTurn(exchange_id=f"x{asked}", turn_id=f"t{start}", briefing_id="a", part=part, seq=1)
        for asked, answers in pairs
        for part, start in ((Part.QUESTION, asked), *((Part.ANSWER, each) for each in answers))
    ]
    rows = [
        Exchange(exchange_id=f"x{asked}", briefing_id="a", seq=1, n_questions=1, n_answers=len(answers))
        for asked, answers in pairs
    ]
    return {"exchanges": tuple(rows), "exchange_turns": tuple(members), "turns": GIVEN_TURNS}


@pytest.mark.parametrize(
    ("gold", "given", "expected"),
    [
        pytest.param([(0, [1])], [(10, (38,))], Hits(1, 1, 1), id="through turns that are off by two"),
        pytest.param([(0, [1, 3])], [(10, (38,))], Hits(1, 2, 1), id="one of two answers"),
        pytest.param([(0, [1])], [(10, (38, 100))], Hits(1, 1, 2), id="one answer too many"),
        pytest.param([(2, [3])], [(73, (100,))], Hits(0, 1, 1), id="a question turn that was not found"),
        pytest.param([(0, [1])], [(160, (38,))], Hits(0, 1, 1), id="another question"),
        pytest.param([(0, [])], [(10, ())], Hits(0, 0, 0), id="a question without an answer is no pair"),
        pytest.param([], [(10, (38,))], Hits(0, 0, 1), id="none annotated"),
    ],
)
def test_exchanges_are_counted_as_pairs_of_question_and_answer(
    gold: list[tuple[int, list[int]]], given: list[tuple[int, tuple[int, ...]]], expected: Hits
) -> None:
    marks = [{"question": question, "answers": answers} for question, answers in gold]
    found = exchanges.compare(case({"turns": GOLD_TURNS, "exchanges": marks}, **given_exchanges(*given)))
    assert found.counts == {"pair": expected}
    assert len(found.slips) == expected.gold + expected.given - 2 * expected.right


@pytest.mark.parametrize(
    ("wanted", "given", "accuracy", "found", "invented"),
    [
        ("Port Office", "port\n office", Share(1, 1), Share(1, 1), Share(0, 0)),
        ("Port Office", "Harbour Office", Share(0, 1), Share(0, 1), Share(0, 0)),
        ("Port Office", None, Share(0, 1), Share(0, 1), Share(0, 0)),
        (None, None, Share(1, 1), Share(0, 0), Share(0, 1)),
        (None, "Port Office", Share(0, 1), Share(0, 0), Share(1, 1)),
    ],
)
def test_header_fields_are_right_found_or_invented(
    wanted: str | None, given: str | None, accuracy: Counts, found: Counts, invented: Counts
) -> None:
    head = Header(publisher=given, style="none", style_confidence=0, language="en", share_covered=0)
    counts = header.compare(case({"publisher": wanted}, header=head)).counts
    assert counts == {"publisher accuracy": accuracy, "publisher found": found, "publisher invented": invented}


def test_header_dates_are_compared_and_keys_that_are_missing_are_not() -> None:
    head = Header(held_on=date(2021, 5, 3), title="T", style="none", style_confidence=0, language="en", share_covered=0)
    found = header.compare(case({"held_on": "2021-05-03", "published_on": "2021-05-04"}, header=head))
    assert {name: counts for name, counts in found.counts.items() if "accuracy" in name} == {
        "held_on accuracy": Share(1, 1),
        "published_on accuracy": Share(0, 1),
    }
    assert found.slips == ((None, "published_on None for 2021-05-04"),)


def test_header_is_not_scored_where_date_and_title_are_those_of_the_source() -> None:
    def annotated(**marks: Any) -> bool:
        return header.annotated(case(marks).gold)

    assert [annotated(title="T"), annotated(title="T", date="2021-05-03"), annotated()] == [True, False, False]


def test_participants_are_distinct_listed_names() -> None:
    rows = [("Anselm Torvik", "header"), ("ODILE BRANDT", "introduction"), ("Linnea Osei", "label"), (None, "title")]
    speakers = tuple(
        Speaker(speaker_id=str(n), briefing_id="a", name=name, role=Role.OFFICIAL, method=SpeakerMethod(method))
        for n, (name, method) in enumerate(rows)
    )
    names = ("Anselm Torvik", "Anselm  Torvik", "Odile Brandt", "Linnea Osei")
    marks = [{"name": name, "role": "official"} for name in names]
    found = participants.compare(case({"participants": marks}, speakers=speakers))
    assert found.counts == {"name": Hits(2, 3, 2)}
    assert found.slips == ((None, "missed 'linnea osei'"),)
