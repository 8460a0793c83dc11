"""The lines of a text, the paragraphs that they make, and what kind of line each is."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.records import NoteKind
from pipeline.segment.dates import is_bare, parse_date

if TYPE_CHECKING:
    from pipeline.segment.styles import Style

_MAX_DATE = 60
"""Longer lines hold more than a date (code points)."""

_MAX_NOTE = 400
"""Longer lines are prose, whatever they match (code points)."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the spaces at its ends: half-open code points and text.

    ``opens`` tells whether it may begin a paragraph: in hard-wrapped text only after a blank line or a line break.
    """

    start: int
    end: int
    text: str
    opens: bool = True


def split_lines(view: str, *, wrapped: bool, start: int = 0) -> Iterator[Line]:
    """Yield the non-blank lines of a view with plain spaces; offsets are shifted by ``start``."""
    position, opens = start, True
    for raw in view.split("\n"):
        stripped = raw.strip()
        if stripped:
            first = position + len(raw) - len(raw.lstrip())
            yield Line(first, first + len(stripped), stripped, opens or not wrapped)
        opens = not stripped or raw.endswith("  ")
        position += len(raw) + 1


def paragraphs(lines: Sequence[Line], view: str, *, breaks: Collection[int], style: "Style") -> Iterator[Line]:
    """Yield the lines joined to paragraphs: a line that opens none goes on with the one before.

    Args:
        lines: Lines in order.
        view: The view that they are lines of, from the start of the stored text.
        breaks: Starts of lines that open a paragraph all the same: those with a label.
        style: The house style; furniture is never joined, and no line that is a date.
    """
    held: Line | None = None
    for line in lines:
        kind = line_kind(line, style)
        dated = len(line.text) <= _MAX_DATE and parse_date(line.text) is not None and is_bare(line.text)
        alone = kind is NoteKind.FURNITURE or (kind is not None and line.opens) or dated
        if held is not None and not (alone or line.opens or line.start in breaks):
            held = Line(held.start, line.end, view[held.start : line.end].replace("\n", " "), held.opens)
            continue
        if held is not None:
            yield held
        held = line
        if alone:
            yield line
            held = None
    if held is not None:
        yield held


def line_kind(line: Line, style: "Style") -> NoteKind | None:
    """Return what kind of note a line is, or None where it may be speech."""
    if len(line.text) > _MAX_NOTE:
        return None
    for kind, pattern in style.lines.items():
        if pattern.fullmatch(line.text):
            return NoteKind(kind)
    return None
