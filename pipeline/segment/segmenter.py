"""Segments one briefing: header, speakers, turns, exchanges and notes, in the house style that fits best."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import py3langid

from pipeline.config import Settings
from pipeline.errors import ConfigError
from pipeline.ids import NOTE, TURN, row_id
from pipeline.records import Briefing, Header, Kind, Note, NoteKind, Role, Speaker, SpeakerMethod, Transcript, Turn
from pipeline.resources import GazetteerRow, load_heads, load_outlets, load_titles
from pipeline.segment.detection import Reading, read_in_best_style
from pipeline.segment.exchanges import find_exchanges
from pipeline.segment.forms import Known
from pipeline.segment.header import HeaderFields, front_matter_end, read_header
from pipeline.segment.labels import outlet_test
from pipeline.segment.lines import Line, line_kind, paragraphs, split_lines
from pipeline.segment.participants import Participant, find_people
from pipeline.segment.roles import turn_kind, undecided_roles, unlabelled_role
from pipeline.segment.speakers import SpeakerIndex
from pipeline.segment.styles import Style, load_styles
from pipeline.segment.turns import Cut, RawTurn, cut_turns
from pipeline.titles import TitleIndex
from pipeline.views import blank, count_words, is_hard_wrapped, plain_spaces

_HEADER_LINES = 30
"""Lines at the start of a text in which people are named before it is known where the header ends."""

_OPENING = 170
"""Words up to which a first turn that only greets the press is the chair's."""

_LANGUAGE_SAMPLE = 4000
"""Code points from the middle of a text by which its language is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segmenter:
    """What segmentation needs, loaded once: styles, outlets, titles and settings."""

    settings: Settings
    styles: tuple[Style, ...]
    outlets: Mapping[str, GazetteerRow]
    is_outlet: Callable[[str], bool]
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
    outlets = {form.casefold(): row for row in rows for form in (*row.weak_aliases, *row.aliases, row.name)}
    return Segmenter(
        settings=settings,
        styles=styles,
        outlets=outlets,
        is_outlet=outlet_test(outlets, [head.head for head in load_heads() if head.type == "media"]),
        titles=TitleIndex(load_titles()),
    )


def segment_briefing(briefing: Briefing, segmenter: Segmenter) -> dict[str, object]:
    """Return header, speakers, turns, exchanges, exchange_turns and notes of a briefing's transcript."""
    transcript = briefing.transcript
    view = plain_spaces(transcript.text)
    matter = front_matter_end(transcript.text)
    lines = list(split_lines(view[matter:], wrapped=is_hard_wrapped(transcript.text), start=matter))
    reading = _read(lines, view[matter:], segmenter)
    firsts = [line.start for line in lines]
    starts = {firsts[bisect_right(firsts, label.start) - 1] for label in reading.labels}
    cut = cut_turns(list(paragraphs(lines, view, breaks=starts, style=reading.style)), reading.labels, reading.style)
    fields = read_header(
        cut.before, cut.outside, reading.style, segmenter.titles, front_matter=transcript.text[:matter]
    )
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


def _read(lines: Sequence[Line], view: str, segmenter: Segmenter) -> Reading:
    """Read a text in the style that fits; who the header names is known from a first reading of its lines."""
    named = {
        each.name.casefold()
        for line in lines[:_HEADER_LINES]
        for style in segmenter.styles[:1]
        for each in find_people(line.text, segmenter.titles, style, method=SpeakerMethod.TITLE)
    }
    known = Known(
        is_outlet=cache(segmenter.is_outlet),
        is_titled=cache(segmenter.titles.is_titled),
        is_person=lambda label: label.casefold() in named,
        is_known_outlet=lambda label: label.casefold() in segmenter.outlets and label[:1].isupper(),
    )
    return read_in_best_style(lines, view, segmenter.styles, known, asked=segmenter.settings.style)


def _attribute(
    transcript: Transcript, cut: Cut, fields: HeaderFields, reading: Reading, segmenter: Segmenter
) -> tuple[tuple[Speaker, ...], tuple[Turn, ...]]:
    index = SpeakerIndex(
        briefing_id=transcript.briefing_id,
        participants=_with_chair(fields.participants, cut.turns),
        outlets=segmenter.outlets,
        is_outlet=segmenter.is_outlet,
        titles=segmenter.titles,
        style=reading.style,
        synthetic=transcript.provenance.synthetic,
    )
    furniture = [(line.start, line.end) for line, kind in cut.inside if kind is NoteKind.FURNITURE]
    spoken = blank(transcript.text, furniture)
    undecided = _undecided(cut.turns, spoken, index, reading.style)
    has_labels = any(raw.label for raw in cut.turns)
    labels = {raw.label.text for raw in cut.turns if raw.label}
    officials = {label for label in labels if (index.role_of(label) or undecided.get(label)) is Role.OFFICIAL}
    turns: list[Turn] = []
    asked = False
    for raw in cut.turns:
        text = spoken[raw.start : raw.end]
        speaker: Speaker | None = None
        if raw.label is not None:
            speaker, role = index.resolve(raw.label.text, undecided=undecided.get(raw.label.text, Role.OFFICIAL))
        else:
            role = unlabelled_role(text, first=not turns, has_labels=has_labels, style=reading.style)
        before = turns[-1].kind is Kind.QUESTION if turns else False
        n_words = count_words(text)
        kind = Kind.STATEMENT
        if has_labels:
            role, kind = turn_kind(
                text, role, n_words=n_words, after_question=asked, answers_now=before, style=reading.style
            )
        greets = role is Role.OFFICIAL and n_words <= _OPENING and reading.style.greeting.search(text) is not None
        if not turns and len(officials) > 1 and greets:
            role, kind = Role.MODERATOR, Kind.PROCEDURE
        asked = asked or kind is Kind.QUESTION
        tried = kind is Kind.QUESTION or (role is Role.OFFICIAL and n_words >= segmenter.settings.min_theme_words)
        turns.append(
            Turn(
                turn_id=row_id(transcript.briefing_id, TURN, raw.start),
                briefing_id=transcript.briefing_id,
                seq=len(turns) + 1,
                speaker_id=speaker.speaker_id if speaker else None,
                speaker_label=raw.label.text if raw.label else None,
                label_start=raw.label.start if raw.label else None,
                label_end=raw.label.end if raw.label else None,
                themes_tried=tried,
                role=role,
                kind=kind,
                page=next((page.page for page in reversed(transcript.pages) if page.start <= raw.start), 1),
                start=raw.start,
                end=raw.end,
                n_words=n_words,
                text=transcript.text[raw.start : raw.end],
            )
        )
    return index.rows, tuple(turns)


def _with_chair(participants: Sequence[Participant], turns: Sequence[RawTurn]) -> list[Participant]:
    """Return the participants; where a list lost its heads, the last of several who also speaks first chairs."""
    listed = [each for each in participants if each.method is SpeakerMethod.HEADER]
    first = next((turn.label.text for turn in turns if turn.label), None)
    if len(listed) > 1 and not any(each.chairs for each in participants) and first == listed[-1].name:
        return [replace(each, chairs=each is listed[-1]) for each in participants]
    return list(participants)


def _undecided(turns: Sequence[RawTurn], spoken: str, index: SpeakerIndex, style: Style) -> dict[str, Role]:
    said: dict[str, list[str]] = defaultdict(list)
    known: set[Role | None] = set()
    for raw in turns:
        if raw.label is not None:
            role = index.role_of(raw.label.text)
            known.add(role)
            if role is None:
                said[raw.label.text].append(spoken[raw.start : raw.end])
    first = turns[0].label.text if turns and turns[0].label else None
    return undecided_roles(
        said, style=style, first=first, officials=Role.OFFICIAL in known, journalists=Role.JOURNALIST in known
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
