"""Cuts the text between labels into turns, and sets aside every line that is no speech."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.records import NoteKind
from pipeline.segment.labels import Label
from pipeline.segment.lines import Line, line_kind
from pipeline.segment.styles import Style

_RE_SENTENCE_END = re.compile(r"[.?!…][\"'”’)\]]*$")

_SPEECH_WORDS = 25
"""An unlabelled paragraph before the first label is speech from this many words on, or where it asks."""

_LEAD = re.compile(
    r"\b(?:(?:held|holds|gave|gives|hosts?|hosted|organi[sz]ed) an? (?:\w+ ){0,3}(?:press|news|media)"
    r"|transcript|press conference (?:on|in|at)|(?:attends?|speaks|addresses|introduce[sd]?|answers?) )",
    re.IGNORECASE,
)
"""Words of a header's lead sentence, which tells of the briefing and is no part of it."""


@dataclass(slots=True)
class RawTurn:
    """A turn before its speaker is known: its label if one is printed, and its half-open span."""

    label: Label | None
    start: int
    end: int


@dataclass(slots=True)
class Cut:
    """A text cut into turns; ``inside`` are notes within turns, ``outside`` the lines that no turn holds."""

    turns: list[RawTurn] = field(default_factory=list)
    inside: list[tuple[Line, NoteKind]] = field(default_factory=list)
    outside: list[Line] = field(default_factory=list)
    before: list[Line] = field(default_factory=list)


def cut_turns(lines: Sequence[Line], labels: Sequence[Label], style: Style) -> Cut:
    """Return the turns of a text given its labels.

    Lines before the first label are header, unless they are speech that opens without a label. Furniture at the end
    of a turn leaves it; furniture in its middle stays inside its span, as a note.
    """
    cut = Cut()
    starts = {label.start: label for label in labels}
    groups: list[tuple[Label | None, list[Line]]] = [(None, [])]
    for line in lines:
        if line.start in starts:
            groups.append((starts[line.start], []))
            rest = line.text[starts[line.start].speech_start - line.start :]
            if rest:
                groups[-1][1].append(Line(starts[line.start].speech_start, line.end, rest))
        else:
            groups[-1][1].append(line)
    _cut_opening(groups[0][1], cut, style, has_labels=bool(labels))
    for label, members in groups[1:]:
        _cut_turn(label, members, cut, style)
    return cut


def _cut_opening(lines: list[Line], cut: Cut, style: Style, *, has_labels: bool) -> None:
    """Lines before the first label: an unlabelled turn is the run of prose paragraphs right before the label."""
    first = len(lines)
    for index in range(len(lines) - 1, -1, -1):
        if line_kind(lines[index], style) is None:
            if not _is_speech(lines[index].text, alone=not has_labels):
                break
            first = index
    if not has_labels and first == len(lines):
        first = next((index for index, line in enumerate(lines) if line_kind(line, style) is None), first)
    if has_labels:
        while first < len(lines) and _LEAD.search(lines[first].text):
            first += 1
    cut.before += lines[:first]
    if any(line_kind(line, style) is None for line in lines[first:]):
        _cut_turn(None, lines[first:], cut, style)
    else:
        cut.before += lines[first:]


def _is_speech(text: str, *, alone: bool) -> bool:
    if not _RE_SENTENCE_END.search(text):
        return False
    return alone or len(text.split()) >= _SPEECH_WORDS or text.rstrip().endswith("?")


def _cut_turn(label: Label | None, lines: list[Line], cut: Cut, style: Style) -> None:
    kinds = [line_kind(line, style) for line in lines]
    spoken = [index for index, kind in enumerate(kinds) if kind is None or kind is NoteKind.STAGE]
    if not any(kinds[index] is None for index in spoken):
        spoken = spoken[:1] if label is not None else []
    if not spoken:
        cut.outside += lines
        return
    first, last = spoken[0], spoken[-1]
    while kinds[last] is NoteKind.STAGE and last > first:
        last -= 1
    while kinds[first] is NoteKind.STAGE and first < last:
        first += 1
    cut.outside += lines[:first] + lines[last + 1 :]
    cut.turns.append(RawTurn(label, lines[first].start, lines[last].end))
    cut.inside += [
        (line, kind)
        for line, kind in zip(lines[first : last + 1], kinds[first : last + 1], strict=True)
        if kind is not None and len(lines[first : last + 1]) > 1
    ]
