"""Properties of segmentation on generated transcripts: nothing is lost, turns are disjoint, spans are texts."""

from collections.abc import Callable

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.records import Briefing

type Segment = Callable[[str], Briefing]

WORDS = st.sampled_from(
    ["harbour", "pier", "crews", "ferry", "open", "closed", "storm", "tariff", "ministry", "berth", "quay", "north"]
)
SENTENCES = st.lists(WORDS, min_size=2, max_size=9).map(lambda words: "The " + " ".join(words) + ".")
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join)
SPEECH = st.lists(PARAGRAPHS, min_size=1, max_size=3)
LABELS = st.sampled_from(["Anselm Torvik", "Odile Brandt", "Tidewater Daily", "Coastal News", "Linnea Osei"])
type Turns = list[tuple[str, list[str]]]


def without_repeats(turns: Turns) -> Turns:
    """Leave out turns whose speaker has just spoken: the same label twice is one turn."""
    return [turn for turn, before in zip(turns, [("", []), *turns], strict=False) if turn[0] != before[0]]


TURNS = st.lists(st.tuples(LABELS, SPEECH), min_size=1, max_size=8).map(without_repeats)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), min_size=1, max_size=400)


def own_line(turns: Turns) -> str:
    return "\n\n".join(f"{label}:\n\n" + "\n\n".join(speech) for label, speech in turns)


def inline(turns: Turns) -> str:
    return "\n\n".join(f"{label}: " + "\n\n".join(speech) for label, speech in turns)


def check_invariants(briefing: Briefing) -> None:
    text = briefing.text
    position = 0
    for turn in briefing.turns:
        assert position <= turn.start < turn.end <= len(text)
        assert turn.text == text[turn.start : turn.end] == turn.text.strip()
        if turn.label_start is not None and turn.label_end is not None:
            assert text[turn.label_start : turn.label_end] == turn.speaker_label
            assert position <= turn.label_start < turn.label_end <= turn.start
        position = turn.end
    for note in briefing.notes:
        assert note.text == text[note.start : note.end]
    assert len({turn.turn_id for turn in briefing.turns}) == len(briefing.turns)
    assert len({note.note_id for note in briefing.notes}) == len(briefing.notes)
    covered = bytearray(len(text))
    spans = [(turn.start, turn.end) for turn in briefing.turns]
    spans += [(turn.label_start, turn.label_end) for turn in briefing.turns if turn.label_start and turn.label_end]
    spans += [(0, turn.label_end) for turn in briefing.turns if turn.label_start == 0 and turn.label_end]
    spans += [(note.start, note.end) for note in briefing.notes]
    for start, end in spans:
        covered[start:end] = b"\x01" * (end - start)
    assert [c for c, seen in zip(text, covered, strict=True) if c.isalpha() and not seen] == []


@given(TURNS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_labels_on_their_own_line_cut_the_text_into_the_turns(segment: Segment, turns: Turns) -> None:
    briefing = segment(own_line(turns))
    check_invariants(briefing)
    assert [turn.speaker_label for turn in briefing.turns] == [label for label, _ in turns]
    assert [turn.text for turn in briefing.turns] == ["\n\n".join(speech) for _, speech in turns]


@given(TURNS.map(lambda turns: without_repeats(turns * 2)).filter(lambda turns: len(turns) > 1))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_repeated_inline_labels_cut_the_text_into_the_turns(segment: Segment, turns: Turns) -> None:
    briefing = segment(inline(turns))
    check_invariants(briefing)
    assert [turn.text for turn in briefing.turns] == ["\n\n".join(speech) for _, speech in turns]


@given(ANY_TEXT.filter(lambda text: any(map(str.isalpha, text))))
@example("A:0")
@example("Q: A:\n\n1 of 2")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_keeps_the_invariants(segment: Segment, text: str) -> None:
    check_invariants(segment(text))
