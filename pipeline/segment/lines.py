"""The lines of a view (paragraphs, once hard wrapping is undone) and what kind of line each is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.records import NoteKind

if TYPE_CHECKING:
    from pipeline.segment.styles import Style

_MAX_FURNITURE = 400
"""Longer lines are prose, whatever they match (code points)."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the spaces at its ends: half-open code points and text."""

    start: int
    end: int
    text: str


def split_lines(view: str, *, start: int = 0) -> Iterator[Line]:
    """Yield the non-blank lines of a view; offsets are shifted by ``start``."""
    position = start
    for raw in view.split("\n"):
        stripped = raw.strip()
        if stripped:
            first = position + len(raw) - len(raw.lstrip())
            yield Line(first, first + len(stripped), stripped)
        position += len(raw) + 1


def line_kind(line: Line, style: "Style") -> NoteKind | None:
    """Return what kind of note a line is, or None where it may be speech."""
    if len(line.text) > _MAX_FURNITURE:
        return None
    for kind, pattern in style.lines.items():
        if pattern.fullmatch(line.text):
            return NoteKind(kind)
    return None
