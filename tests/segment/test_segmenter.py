"""Segmentation of whole briefings: turns, labels, roles, kinds, exchanges, header, notes."""

from collections.abc import Callable
from datetime import date

import pytest

from pipeline.config import load_settings
from pipeline.errors import ConfigError
from pipeline.records import Briefing, NoteKind, SpeakerMethod
from pipeline.segment.segmenter import make_segmenter
from tests.conftest import INLINE_BRIEFING, PORT_BRIEFING, SEED

type Segment = Callable[[str], Briefing]

CAPITALS = """\
Harbour Hall

2:25 P.M. EST

MS. BRANDT:  The piers of the old harbour are open to the ferries again, and the crews who worked on them through
the winter have gone home to their families on the northern islands.

Q\xa0\xa0 Why were they closed?

MS. BRANDT:  The storm closed them.  (Laughter.)

Q    Will they close again?

SECRETARY McTAVISH:  We don’t think so.

2:40 P.M. EST
"""

WRAPPED = """\
MS. BRANDT:  Thank you all for waiting.  We spoke with the mayor and with
Dr. Torvik: the storm has passed and the piers are open to every vessel
that needs them.  The crews have worked through the night to clear them.

Q    Could you repeat the answer that you gave to the first question from
Mr. Osei: that the northern pier would be closed until the summer at least?

MS. BRANDT:  I said that the northern pier is being inspected and that we
will publish the result as soon as the inspectors have finished their work.
"""


def shape(briefing: Briefing) -> list[tuple[str | None, str, str]]:
    return [(turn.speaker_label, turn.role.value, turn.kind.value) for turn in briefing.turns]


def test_the_real_page(segment: Segment) -> None:
    briefing = segment(SEED.read_text(encoding="utf-8"))
    header = briefing.header
    assert header is not None
    assert header.title == (
        "SCIO briefing on plan for Shenzhen park of Hetao Shenzhen-Hong Kong Science and Technology Innovation "
        "Cooperation Zone"
    )
    assert (header.publisher, header.published_on, header.held_on) == ("China.org.cn", date(2023, 9, 21), None)
    assert (header.style, header.government, header.language) == ("scio", "China", "en")
    assert header.share_covered == 1.0
    assert shape(briefing) == [
        ("Hong Kong Commercial Daily", "journalist", "question"),
        ("Sun Zhiyang", "official", "answer"),
    ]
    assert [(e.n_questions, e.n_answers) for e in briefing.exchanges] == [(1, 1)]
    assert briefing.turns[1].text.endswith("Thank you.")
    assert [note.text.split()[0] for note in briefing.notes] == ["SCIO", "China.org.cn", "Share:", "<"]


def test_a_briefing_with_a_header_and_a_chair(segment: Segment) -> None:
    briefing = segment(PORT_BRIEFING)
    assert shape(briefing) == [
        ("Odile Brandt", "moderator", "procedure"),
        ("Anselm Torvik", "official", "statement"),
        ("Tidewater Daily", "journalist", "question"),
        ("Anselm Torvik", "official", "answer"),
    ]
    header = briefing.header
    assert header is not None
    assert header.title == "Briefing on the harbours of the eastern coast"
    assert (header.held_on, header.published_on) == (date(2021, 5, 3), date(2021, 5, 4))
    listed = {s.name: (s.honorific, s.title, s.organization, s.method, s.n_turns) for s in briefing.speakers}
    assert listed["Anselm Torvik"] == (
        "Mr",
        "vice minister of the Ministry of Transport (MOT)",
        "Ministry of Transport",
        SpeakerMethod.HEADER,
        2,
    )
    assert listed["Tidewater Daily"][3:] == (SpeakerMethod.LABEL, 1)


def test_notes_inside_a_turn_stay_in_its_span(segment: Segment) -> None:
    briefing = segment(PORT_BRIEFING)
    inside = [(note.kind, note.text, note.turn_id) for note in briefing.notes if note.turn_id]
    assert inside == [(NoteKind.FURNITURE, "Page 2 of 9", briefing.turns[3].turn_id)]
    assert briefing.turns[3].text.endswith("ferries first.")
    assert briefing.turns[3].n_words == 29
    assert [note.text for note in briefing.notes if note.kind is NoteKind.STAGE] == ["(Laughter.)"]


def test_labels_before_speech_on_one_line(segment: Segment) -> None:
    briefing = segment(INLINE_BRIEFING)
    assert shape(briefing) == [
        ("Tidewater Daily", "journalist", "question"),
        ("Spokesperson Linnea Osei", "official", "answer"),
        ("Tidewater Daily", "journalist", "question"),
        ("Spokesperson Linnea Osei", "official", "answer"),
    ]
    first, second = briefing.exchanges
    assert (first.follow_up_of, second.follow_up_of) == (None, first.exchange_id)
    osei = next(speaker for speaker in briefing.speakers if speaker.name == "Linnea Osei")
    assert (osei.title, osei.n_turns) == ("Spokesperson", 2)


def test_capitals_and_bare_q(segment: Segment) -> None:
    briefing = segment(CAPITALS)
    assert shape(briefing) == [
        ("MS. BRANDT", "official", "statement"),
        ("Q", "journalist", "question"),
        ("MS. BRANDT", "official", "answer"),
        ("Q", "journalist", "question"),
        ("SECRETARY McTAVISH", "official", "answer"),
    ]
    assert {speaker.name: speaker.honorific or speaker.title for speaker in briefing.speakers} == {
        "Brandt": "Ms.",
        "McTavish": "Secretary",
    }
    assert [e.asker_id for e in briefing.exchanges] == [None, None]
    assert briefing.turns[-1].text == "We don’t think so."


def test_hard_wrapping_makes_no_labels(segment: Segment) -> None:
    assert [turn.speaker_label for turn in segment(WRAPPED).turns] == ["MS. BRANDT", "Q", "MS. BRANDT"]


def test_a_text_without_labels_is_one_statement(segment: Segment) -> None:
    briefing = segment("The northern pier is open. The southern pier will open in June.\n\nWe thank the crews.\n")
    assert shape(briefing) == [(None, "official", "statement")]
    assert briefing.turns[0].speaker_id is None
    assert briefing.speakers == ()


def test_prose_with_a_colon_is_no_label(segment: Segment) -> None:
    text = PORT_BRIEFING.replace("It is 340 meters long.", "\n\nThe bottom line:\n\nIt is 340 meters long.")
    assert shape(segment(text)) == shape(segment(PORT_BRIEFING))


def test_an_unlabelled_question_opens_a_later_page(segment: Segment) -> None:
    text = (
        "What will the ministry do about the delays at Larkhaven Port?\n\nAnselm Torvik:\n\nWe will open two berths.\n"
    )
    assert shape(segment(text)) == [(None, "journalist", "question"), ("Anselm Torvik", "official", "answer")]


def test_several_outlets_in_a_row_share_the_answer(segment: Segment) -> None:
    asked = "Tidewater Daily:\n\nWill the pier open?\n\nCoastal News:\n\nAnd when will the ferry sail again?\n\n"
    text = asked + "Anselm Torvik:\n\nBoth of them will open.\n"
    briefing = segment(text)
    assert [(e.n_answers, e.follow_up_of) for e in briefing.exchanges] == [(1, None), (1, None)]
    assert {part.turn_id for part in briefing.exchange_turns if part.part == "answer"} == {briefing.turns[2].turn_id}


def test_a_label_without_speech_is_a_note(segment: Segment) -> None:
    briefing = segment("Odile Brandt:\n\nWelcome to the harbour, everybody.\n\nAnselm Torvik:\n\nPage 2 of 9\n")
    assert [turn.speaker_label for turn in briefing.turns] == ["Odile Brandt"]
    assert [note.text for note in briefing.notes] == ["Anselm Torvik", "Page 2 of 9"]


def test_an_unanswered_question_has_no_exchange(segment: Segment) -> None:
    assert segment("Tidewater Daily:\n\nWill the pier open?\n\nCoastal News:\n\nAnd the ferry?\n").exchanges == ()


def test_an_unknown_style_is_an_error() -> None:
    with pytest.raises(ConfigError, match="style 'nowhere' is not known; allowed are australia, bracketed"):
        make_segmenter(load_settings(style="nowhere"))


def test_front_matter_is_a_header(segment: Segment) -> None:
    text = "---\ntitle: Harbour call, May 3, 2021\npublished_time: 2021-05-04 10:00:00\n---\n\n" + CAPITALS
    header = segment(text).header
    assert header is not None
    assert (header.title, header.held_on, header.published_on) == (
        "Harbour call, May 3, 2021",
        date(2021, 5, 3),
        date(2021, 5, 4),
    )
