"""Segments one briefing: header, speakers, turns, exchanges and notes, in the house style that fits best."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import py3langid

from pipeline.config import Settings
from pipeline.errors import ConfigError
from pipeline.ids import NOTE, TURN, row_id
from pipeline.records import Briefing, Header, Kind, Note, NoteKind, Role, Speaker, Transcript, Turn
from pipeline.resources import GazetteerRow, load_heads, load_outlets, load_titles
from pipeline.segment.detection import Reading, read_in_best_style
from pipeline.segment.exchanges import find_exchanges
from pipeline.segment.header import HeaderFields, front_matter_end, read_header
from pipeline.segment.labels import Known, outlet_test
from pipeline.segment.lines import Line, line_kind, split_lines
from pipeline.segment.roles import turn_kind, undecided_role, unlabelled_role
from pipeline.segment.speakers import SpeakerIndex
from pipeline.segment.styles import Style, load_styles
from pipeline.segment.turns import Cut, RawTurn, cut_turns
from pipeline.titles import TitleIndex
from pipeline.views import blank, count_words, make_view

_LANGUAGE_SAMPLE = 4000
"""Code points from the middle of a text by which its language is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segmenter:
    """What segmentation needs, loaded once: styles, outlets, titles and settings."""

    settings: Settings
    styles: tuple[Style, ...]
    outlets: Mapping[str, GazetteerRow]
    media_heads: tuple[str, ...]
    titles: TitleIndex


def make_segmenter(settings: Settings) -> Segmenter:
    """Return a segmenter with all its resources.

    Raises:
        ConfigError: The setting ``style`` names no style, or a resource row is invalid.
    """
    styles = load_styles()
    if settings.style and settings.style not in [style.name for style in styles]:
        allowed = ", ".join(style.name for style in styles)
        raise ConfigError(f"style {settings.style!r} is not known; allowed are {allowed}, or nothing to detect it")
    rows = load_outlets()
    return Segmenter(
        settings=settings,
        styles=styles,
        outlets={form.casefold(): row for row in rows for form in (*row.weak_aliases, *row.aliases, row.name)},
        media_heads=tuple(head.head for head in load_heads() if head.type == "media"),
        titles=TitleIndex(load_titles()),
    )


def segment_briefing(briefing: Briefing, segmenter: Segmenter) -> dict[str, object]:
    """Return header, speakers, turns, exchanges, exchange_turns and notes of a briefing's transcript."""
    transcript = briefing.transcript
    view = make_view(transcript.text)
    matter = front_matter_end(transcript.text)
    lines = list(split_lines(view[matter:], start=matter))
    is_outlet = outlet_test(segmenter.outlets, segmenter.media_heads)
    known = Known(is_outlet=is_outlet, is_titled=lambda label: segmenter.titles.prefix(label) is not None)
    reading = read_in_best_style(lines, segmenter.styles, known, asked=segmenter.settings.style)
    cut = cut_turns(lines, reading.labels, reading.style)
    fields = read_header(cut.before, reading.style, front_matter=transcript.text[:matter])
    speakers, turns = _attribute(transcript, cut, fields, reading, segmenter)
    notes, recognised = _notes(transcript, cut, fields, reading.style, turns, matter=matter)
    exchanges, parts = find_exchanges(turns, speakers)
    return {
        "header": _header(transcript, fields, reading, turns, [note for note in notes if note.note_id in recognised]),
        "speakers": _counted(speakers, turns),
        "turns": turns,
        "exchanges": exchanges,
        "exchange_turns": parts,
        "notes": notes,
    }


def _attribute(
    transcript: Transcript, cut: Cut, fields: HeaderFields, reading: Reading, segmenter: Segmenter
) -> tuple[tuple[Speaker, ...], tuple[Turn, ...]]:
    index = SpeakerIndex(
        briefing_id=transcript.briefing_id,
        participants=fields.participants,
        outlets=segmenter.outlets,
        is_outlet=outlet_test(segmenter.outlets, segmenter.media_heads),
        titles=segmenter.titles,
        style=reading.style,
        synthetic=transcript.provenance.synthetic,
    )
    undecided = _undecided_roles(cut.turns, transcript.text, index)
    turns: list[Turn] = []
    asked = False
    furniture = [(line.start, line.end) for line, kind in cut.inside if kind is NoteKind.FURNITURE]
    spoken = blank(transcript.text, furniture)
    for raw in cut.turns:
        text = spoken[raw.start : raw.end]
        speaker: Speaker | None = None
        if raw.label is not None:
            speaker, role = index.resolve(raw.label.text, undecided=undecided[raw.label.text])
        else:
            role = unlabelled_role(text, first=not turns, has_labels=bool(undecided), style=reading.style)
        turn = _turn(transcript, raw, text, speaker, role, asked=asked, reading=reading, settings=segmenter.settings)
        asked = asked or turn.kind is Kind.QUESTION
        turns.append(replace(turn, seq=len(turns) + 1))
    return index.rows, tuple(turns)


def _undecided_roles(turns: Sequence[RawTurn], text: str, index: SpeakerIndex) -> dict[str, Role]:
    texts: dict[str, list[str]] = defaultdict(list)
    for raw in turns:
        if raw.label is not None:
            texts[raw.label.text].append(text[raw.start : raw.end])
    has_journalists = any(index.is_journalist(label) for label in texts)
    first = turns[0].label.text if turns and turns[0].label else None
    return {
        label: undecided_role(said, speaks_first=label == first, has_journalists=has_journalists)
        for label, said in texts.items()
    }


def _turn(
    transcript: Transcript,
    raw: RawTurn,
    text: str,
    speaker: Speaker | None,
    role: Role,
    *,
    asked: bool,
    reading: Reading,
    settings: Settings,
) -> Turn:
    n_words = count_words(text)
    role, kind = turn_kind(text, role, n_words=n_words, after_question=asked, style=reading.style)
    tried = kind is Kind.QUESTION or (role is Role.OFFICIAL and n_words >= settings.min_theme_words)
    return Turn(
        turn_id=row_id(transcript.briefing_id, TURN, raw.start),
        briefing_id=transcript.briefing_id,
        seq=0,
        speaker_id=speaker.speaker_id if speaker else None,
        speaker_label=raw.label.text if raw.label else None,
        label_start=raw.label.start if raw.label else None,
        label_end=raw.label.end if raw.label else None,
        themes_tried=tried,
        role=role,
        kind=kind,
        page=next(page.page for page in reversed(transcript.pages) if page.start <= raw.start),
        start=raw.start,
        end=raw.end,
        n_words=n_words,
        text=transcript.text[raw.start : raw.end],
    )


def _notes(
    transcript: Transcript, cut: Cut, fields: HeaderFields, style: Style, turns: Sequence[Turn], *, matter: int
) -> tuple[tuple[Note, ...], frozenset[str]]:
    """Return the notes of a briefing, and the ids of those that were recognised and not only left over."""
    found = [(Line(0, matter, ""), NoteKind.HEADER, True)] if matter else []
    header = set(fields.lines)
    for lines, leftover in ((cut.before, NoteKind.HEADER), (cut.outside, NoteKind.FURNITURE)):
        for line in lines:
            kind = line_kind(line, style)
            found.append((line, kind or leftover, kind is not None or line in header))
    found += [(line, kind, True) for line, kind in cut.inside]
    notes = {
        row_id(transcript.briefing_id, NOTE, line.start): (line, kind, recognised) for line, kind, recognised in found
    }
    rows = tuple(
        Note(
            note_id=note_id,
            briefing_id=transcript.briefing_id,
            turn_id=next((turn.turn_id for turn in turns if turn.start <= line.start < turn.end), None),
            kind=kind,
            start=line.start,
            end=line.end,
            text=transcript.text[line.start : line.end],
        )
        for note_id, (line, kind, _) in sorted(notes.items())
    )
    return rows, frozenset(note_id for note_id, (_, _, recognised) in notes.items() if recognised)


def _header(
    transcript: Transcript, fields: HeaderFields, reading: Reading, turns: Sequence[Turn], notes: Sequence[Note]
) -> Header:
    given = transcript.provenance
    publisher = fields.publisher or given.publisher
    style = reading.style
    return Header(
        title=fields.title,
        publisher=publisher,
        government=style.government if (publisher or "").casefold() in style.publishers else None,
        style=style.name,
        style_confidence=reading.confidence,
        held_on=fields.held_on or given.held_on,
        published_on=fields.published_on or given.published_on,
        location=fields.location,
        language=language_of(transcript.text),
        synthetic=given.synthetic,
        share_covered=_share_covered(transcript.text, turns, notes),
    )


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of the language of a text."""
    middle = max(0, len(text) // 2 - _LANGUAGE_SAMPLE // 2)
    return str(py3langid.classify(text[middle : middle + _LANGUAGE_SAMPLE])[0])


def _share_covered(text: str, turns: Sequence[Turn], notes: Sequence[Note]) -> float:
    """Return the share of letters that lie in turns, labels or recognised notes, in [0, 1]."""
    spans = [(turn.start, turn.end) for turn in turns]
    spans += [(turn.label_start, turn.label_end) for turn in turns if turn.label_start is not None and turn.label_end]
    spans += [(note.start, note.end) for note in notes if note.turn_id is None]
    letters = sum(map(str.isalpha, text))
    covered = sum(sum(map(str.isalpha, text[start:end])) for start, end in spans)
    return round(covered / letters, 4) if letters else 1.0


def _counted(speakers: Sequence[Speaker], turns: Sequence[Turn]) -> tuple[Speaker, ...]:
    return tuple(
        replace(
            speaker,
            n_turns=sum(turn.speaker_id == speaker.speaker_id for turn in turns),
            n_words=sum(turn.n_words for turn in turns if turn.speaker_id == speaker.speaker_id),
        )
        for speaker in speakers
    )
