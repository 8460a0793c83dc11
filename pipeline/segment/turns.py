"""Cuts the text between labels into turns, and sets aside every line that is no speech."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.records import NoteKind
from pipeline.segment.dates import is_bare, parse_date
from pipeline.segment.forms import Label
from pipeline.segment.lines import Line, line_kind
from pipeline.segment.styles import Style

_RE_SENTENCE_END = re.compile(r"[.?!…][\"'”’)\]]*$")
_STAMP = 30
"""Code points within which a time stands behind a paragraph."""

_RE_STAMP = re.compile(r"(?:\[\d{1,2}:\d{2}(?::\d{2})?\]|\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})$")
_RE_HEAD = re.compile(r"[^.?!]{1,90}")

_RE_SPOKEN = re.compile(
    r"\b(?:I|I[’']\w+|[Ww]e|[Mm]y|[Oo]ur|[Yy]ou|[Yy]our|[Gg]ood (?:morning|afternoon|evening)|[Ll]adies|[Ww]elcome"
    r"|[Tt]hank)\b"
)
"""Words of somebody who speaks, not of a page that tells of it."""

_HEADS = 2
"""Topic heads that may stand between two paragraphs of speech."""

_LONG = 25
"""Words from which a line is prose though it ends without a full stop."""

_FIELD_LENGTH = 200
"""A header field is no longer than this (code points)."""


@dataclass(slots=True)
class RawTurn:
    """A turn before its speaker is known: its label if one is printed, and its half-open span."""

    label: Label | None
    start: int
    end: int


@dataclass(slots=True)
class Cut:
    """A text cut into turns.

    ``before`` are the lines above the first turn, ``outside`` those that no turn holds after it, ``inside`` the notes
    within turns.
    """

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
    opening, groups = _grouped(lines, labels)
    _cut_opening(opening, cut, style, has_labels=bool(labels))
    for position, (label, members) in enumerate(groups):
        _cut_turn(label, members, cut, style, last=position + 1 == len(groups))
    if style.adjacent == "merge":
        _merge_adjacent(cut, style)
    return cut


def _grouped(lines: Sequence[Line], labels: Sequence[Label]) -> tuple[list[Line], list[tuple[Label, list[Line]]]]:
    """Return the lines before the first label, and each label with the lines that follow it."""
    opening: list[Line] = []
    groups: list[tuple[Label, list[Line]]] = []
    pending = list(reversed(labels))
    for line in lines:
        at = line.start
        while pending and pending[-1].start < line.end:
            label = pending.pop()
            _keep(Line(at, label.start, line.text[at - line.start : label.start - line.start]), opening, groups)
            groups.append((label, []))
            at = min(label.speech_start, line.end)
        _keep(Line(at, line.end, line.text[at - line.start :]), opening, groups)
    return opening, groups


def _keep(line: Line, opening: list[Line], groups: list[tuple[Label, list[Line]]]) -> None:
    stripped = line.text.strip(" *_[•·-–>»")
    if not any(map(str.isalnum, stripped)) and len(line.text.strip()) < 4:
        return
    text = line.text.strip()
    first = line.start + len(line.text) - len(line.text.lstrip())
    kept = Line(first, first + len(text), text)
    (groups[-1][1] if groups else opening).append(kept)


def _cut_opening(lines: list[Line], cut: Cut, style: Style, *, has_labels: bool) -> None:
    """Lines before the first label: header, and an unlabelled turn where prose stands right before the label.

    Speech without a label opens where somebody speaks of themselves, or asks; else it is the page's own lead.
    """
    floor = _header_end(lines, style)
    first, heads = len(lines), 0
    for index in range(len(lines) - 1, floor - 1, -1):
        if line_kind(lines[index], style) is not None:
            continue
        if _is_prose(lines[index].text, style):
            first, heads = index, 0
        else:
            heads += 1
            if (has_labels and not style.opens_unlabelled) or heads > _HEADS or style.lead.search(lines[index].text):
                break
    if has_labels and not style.opens_unlabelled:
        spoken = [index for index in range(first, len(lines)) if _is_spoken(lines[index].text)]
        first = spoken[0] if spoken else len(lines)
    elif not has_labels and first == len(lines) and not floor:
        first = next((index for index, line in enumerate(lines) if line_kind(line, style) is None), first)
    cut.before += lines[:first]
    if any(line_kind(line, style) is None for line in lines[first:]):
        _cut_turn(None, lines[first:], cut, style, last=not has_labels)
    else:
        cut.before += lines[first:]


def _header_end(lines: Sequence[Line], style: Style) -> int:
    """Return the index behind the last line that only a header holds: a field, a publisher, a date, a clock time."""
    end = 0
    for index, line in enumerate(lines):
        name = line.text.replace("：", ":").partition(":")[0].strip(" •·").casefold()
        if (
            line_kind(line, style) is NoteKind.HEADER
            or (name in style.fields and len(line.text) < _FIELD_LENGTH)
            or any(pattern.fullmatch(line.text) for pattern in style.publisher)
            or (parse_date(line.text) is not None and is_bare(line.text))
        ):
            end = index + 1
    return end


def _is_prose(text: str, style: Style) -> bool:
    ends = _RE_SENTENCE_END.search(text) is not None or len(text.split()) >= _LONG
    return ends and len(text.split()) > 1 and not (style.lead.search(text) and not _is_spoken(text))


def _is_spoken(text: str) -> bool:
    return text.rstrip().endswith("?") or _RE_SPOKEN.search(text) is not None


def _cut_turn(label: Label | None, lines: list[Line], cut: Cut, style: Style, *, last: bool) -> None:
    kinds = [line_kind(line, style) for line in lines]
    spoken = [index for index, kind in enumerate(kinds) if kind is None]
    if not spoken and label is not None:
        spoken = [index for index, kind in enumerate(kinds) if kind is NoteKind.STAGE][:1]
    if not spoken:
        nobody = [] if label is None else [Line(label.start, label.end, label.text)]
        cut.outside += [*nobody, *lines]
        return
    first, final = spoken[0], spoken[-1]
    if not last:
        final = _before_head(lines, first, final)
    cut.outside += lines[:first] + lines[final + 1 :]
    stamps = [stamp for stamp in map(_stamp, lines[first : final + 1]) if stamp is not None]
    end = lines[final].end
    if stamps and stamps[-1].end == end:
        stamp = stamps.pop()
        end = lines[final].start + len(lines[final].text.removesuffix(stamp.text).rstrip())
        cut.outside.append(stamp)
    cut.inside += [(stamp, NoteKind.FURNITURE) for stamp in stamps]
    cut.turns.append(RawTurn(label, lines[first].start, end))
    inside = zip(lines[first : final + 1], kinds[first : final + 1], strict=True)
    cut.inside += [(line, kind) for line, kind in inside if kind is not None and final > first]


def _stamp(line: Line) -> Line | None:
    """Return the time that a recording or a live page prints behind a paragraph, or None."""
    match = _RE_STAMP.search(line.text[-_STAMP:])
    if match is None or len(match.group()) == len(line.text):
        return None
    text = match.group()
    return Line(line.end - len(text), line.end, text)


def _before_head(lines: Sequence[Line], first: int, final: int) -> int:
    """Return where a turn ends without the topic head that a page prints above the next one."""
    text = lines[final].text
    before = lines[final - 1].text if final > first else ""
    is_head = _RE_HEAD.fullmatch(text) is not None and text[:1].isupper() and len(text.split()) <= 12
    if final > first and is_head and text[-1] not in "-–—,;:" and _RE_SENTENCE_END.search(before):
        return final - 1
    return final


def _merge_adjacent(cut: Cut, style: Style) -> None:
    """Join turns with one label running: pages repeat a label, recordings print one a paragraph.

    Labels without a name are different people, and stay apart. The repeated label becomes a note.
    """
    kept: list[RawTurn] = []
    for turn in cut.turns:
        before = kept[-1] if kept else None
        if (
            before is not None
            and before.label is not None
            and turn.label is not None
            and before.label.text == turn.label.text
            and turn.label.text.casefold() not in style.roles
        ):
            text = Line(turn.label.start, turn.label.end, turn.label.text)
            cut.inside.append((text, NoteKind.FURNITURE))
            before.end = turn.end
        else:
            kept.append(turn)
    cut.turns = kept
    spans = [(turn.start, turn.end) for turn in kept]
    swallowed = [line for line in cut.outside if any(start <= line.start < end for start, end in spans)]
    cut.outside = [line for line in cut.outside if line not in swallowed]
    cut.inside += [(line, line_kind(line, style) or NoteKind.FURNITURE) for line in swallowed]
