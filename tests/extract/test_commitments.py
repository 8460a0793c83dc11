"""Commitments: what counts as one, its fields, and deadlines."""

from datetime import date

import pytest
from spacy.language import Language

from pipeline.extract.commitments import find_commitments, may_hold_commitment
from pipeline.extract.deadlines import deadline_date, find_deadlines
from pipeline.extract.figures import find_figures
from pipeline.extract.sentences import ParsedSentence
from pipeline.extract.units import Units
from pipeline.records import Commitment, Kind, Modality, Role, Sentence

OFFSET = 40
HELD_ON = date(2025, 6, 12)


@pytest.fixture(scope="module")
def units() -> Units:
    return Units.load()


def commitments_of(
    text: str,
    nlp: Language,
    units: Units,
    *,
    role: Role = Role.OFFICIAL,
    kind: Kind = Kind.ANSWER,
) -> list[Commitment]:
    sentence = Sentence(
        sentence_id="b#s0000040",
        briefing_id="b",
        turn_id="b#t0000040",
        seq=1,
        start=OFFSET,
        end=OFFSET + len(text),
        text=text,
    )
    parsed = ParsedSentence(sentence=sentence, doc=nlp(text), role=role, kind=kind, dated_on=HELD_ON)
    return find_commitments(parsed, figures=find_figures(parsed, units=units))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We will open new lanes.", True),
        ("We'll open new lanes.", True),
        ("The bureau is to open new lanes.", True),
        ("Will you open new lanes?", False),
        ("We opened new lanes.", False),
    ],
)
def test_gate_lets_through_words_of_intention(text: str, expected: bool) -> None:
    assert may_hold_commitment(text) is expected


@pytest.mark.parametrize(
    ("text", "clause", "action", "modality"),
    [
        ("Next, we will expand the harbor.", "we will expand the harbor", "expand", Modality.WILL),
        ("We're going to repair the old bridge.", "We're going to repair the old bridge", "repair", Modality.GOING_TO),
        ("The ministry plans to build a school.", "The ministry plans to build a school", "build", Modality.PLAN),
        ("We intend to amend the law.", "We intend to amend the law", "amend", Modality.INTEND),
        ("The bureau is to train more pilots.", "The bureau is to train more pilots", "train", Modality.IS_TO),
        (
            "We are committed to protecting the lake.",
            "We are committed to protecting the lake",
            "protect",
            Modality.COMMITTED,
        ),
        ("We will continue to support farmers.", "We will continue to support farmers", "continue", Modality.WILL),
        ("We will roll out a smart gate.", "We will roll out a smart gate", "roll", Modality.WILL),
        ("We will publish the list this year.", "We will publish the list", "publish", Modality.WILL),
    ],
)
def test_a_deliberate_future_act_is_a_commitment(
    text: str, clause: str, action: str, modality: Modality, *, nlp: Language, units: Units
) -> None:
    assert [(c.text, c.action, c.modality) for c in commitments_of(text, nlp, units)] == [(clause, action, modality)]


@pytest.mark.parametrize(
    "text",
    [
        "Inflation will fall next year.",
        "The road will be repaired.",
        "We will not relax the rules.",
        "If we will build the road, they come.",
        "Will the ministry build the road?",
        "We will take your questions now.",
        "We will have more to say on that.",
        "The President will visit the harbor tomorrow.",
        "This will help the farmers.",
        "The Harbor Act will fund new piers.",
        "We hope that they will build the road.",
        "We have built the road.",
    ],
)
def test_wishes_predictions_housekeeping_and_refusals_are_none(text: str, nlp: Language, units: Units) -> None:
    assert commitments_of(text, nlp, units) == []


def test_each_modal_is_one_commitment_and_keeps_the_subject(nlp: Language, units: Units) -> None:
    found = commitments_of("The ministry will build a school and will train its teachers.", nlp, units)
    assert [(c.text, c.actor) for c in found] == [
        ("The ministry will build a school", "ministry"),
        ("will train its teachers", "ministry"),
    ]


def test_coordinated_verbs_under_one_modal_are_one_commitment(nlp: Language, units: Units) -> None:
    assert len(commitments_of("We will widen the road and repair the bridge.", nlp, units)) == 1


@pytest.mark.parametrize(
    ("role", "kind", "n"),
    [
        (Role.OFFICIAL, Kind.STATEMENT, 1),
        (Role.MODERATOR, Kind.STATEMENT, 1),
        (Role.JOURNALIST, Kind.QUESTION, 0),
        (Role.OFFICIAL, Kind.PROCEDURE, 0),
    ],
)
def test_only_officials_and_moderators_commit(role: Role, kind: Kind, n: int, nlp: Language, units: Units) -> None:
    assert len(commitments_of("We will expand the harbor.", nlp, units, role=role, kind=kind)) == n


@pytest.mark.parametrize(
    ("text", "actor"),
    [("We will expand the harbor.", "we"), ("The Tide Office will expand the harbor.", "Tide Office")],
)
def test_the_actor_is_the_subject_without_its_article(text: str, actor: str, nlp: Language, units: Units) -> None:
    assert [c.actor for c in commitments_of(text, nlp, units)] == [actor]


@pytest.mark.parametrize(
    ("text", "specificity"),
    [
        ("We will continue to work.", 0),
        ("We will improve the rules.", 1),
        ("We will open six lanes.", 2),
        ("We will improve the rules by the end of the year.", 2),
        ("We will improve Westhaven Port.", 2),
    ],
)
def test_specificity_rises_with_objects_figures_deadlines_and_names(
    text: str, specificity: int, nlp: Language, units: Units
) -> None:
    assert [c.specificity for c in commitments_of(text, nlp, units)] == [specificity]


def test_a_commitment_has_object_deadline_and_absolute_offsets(nlp: Language, units: Units) -> None:
    text = "By 2030, we will plant new trees."
    (found,) = commitments_of(text, nlp, units)
    assert (found.object, found.deadline, found.deadline_on) == ("new trees", "By 2030", date(2030, 12, 31))
    assert (found.start, found.end, found.commitment_id) == (OFFSET + 9, OFFSET + 32, f"b#c{OFFSET + 9:07d}")
    assert found.text == text[9:32]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("by the end of the year", date(2025, 12, 31)),
        ("by the end of next year", date(2026, 12, 31)),
        ("by 2030", date(2030, 12, 31)),
        ("by the end of 2027", date(2027, 12, 31)),
        ("in September", date(2025, 9, 30)),
        ("by March 2026", date(2026, 3, 31)),
        ("before June 20", date(2025, 6, 20)),
        ("within three years", date(2028, 6, 12)),
        ("in 18 months", date(2026, 12, 12)),
        ("next month", date(2025, 7, 31)),
        ("this week", date(2025, 6, 15)),
        ("tomorrow", date(2025, 6, 13)),
        ("in the first half of next year", date(2026, 6, 30)),
        ("in the coming weeks", None),
    ],
)
def test_deadlines_are_the_last_day_of_their_time(phrase: str, expected: date | None) -> None:
    assert find_deadlines(f"It ends {phrase}.") == [(8, 8 + len(phrase))]
    assert deadline_date(phrase, dated_on=HELD_ON) == expected


def test_without_a_date_only_phrases_with_a_year_are_dated() -> None:
    assert deadline_date("next year", dated_on=None) is None
    assert deadline_date("by March 2026", dated_on=None) == date(2026, 3, 31)


def test_verbs_of_one_subject_make_one_commitment(nlp: Language, units: Units) -> None:
    text = "We are committed to working closely, also at the fair, to find a way for the crews to keep their berths."
    found = commitments_of(text, nlp, units)
    assert len({commitment.start for commitment in found}) == len(found) == 1
