"""Joins the lines of a PDF's pages: where they stand tells which of them begin a paragraph."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

_SAME = 3.0
"""Difference between two left edges that are the same (points)."""

_WIDER = 1.25
"""A gap between lines that is so many times the usual one parts paragraphs."""

_SENTENCE_ENDS = (".", "?", "!", ":", "…", "”", '"', ")", "]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line: text, left edge and base line (points from the lower left corner), None for what has no place."""

    text: str
    left: float | None = None
    base: float | None = None


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a document sets its lines.

    ``left`` is the left edge of most lines, ``gap`` the usual distance of base lines, ``indents`` are the left edges
    of first lines (points).
    """

    left: float
    gap: float
    indents: frozenset[int]

    def begins(self, line: Line, last: Line) -> bool:
        """Tell whether a line begins a paragraph: indented, or not right below the one before it."""
        if line.left is None or line.base is None or last.left is None or last.base is None:
            return True
        below = last.base - line.base
        if below <= 0 or below > _WIDER * self.gap:
            return True
        if abs(line.left - self.left) <= _SAME:
            return False
        return abs(line.left - last.left) > _SAME or round(line.left) in self.indents


def page_texts(pages: Sequence[Sequence[Line]]) -> tuple[str, ...]:
    """Return the text of each page: lines as they are, and a blank line before each that begins a paragraph."""
    left = _usual_left(pages)
    layout = _Layout(left, _gap(pages), _indents(pages, left=left))
    return tuple(_join(page, replace(layout, left=_shifted(page, left))) for page in pages)


def _usual_left(pages: Sequence[Sequence[Line]]) -> float:
    """Return the left edge of the lines that begin no paragraph.

    It is one of the two most frequent edges. Where a line at the left one follows a line at the right one, first lines
    are indented if the sentence goes on, and the others are if it has ended; and the other way round.
    """
    edges = [edge for edge, _ in _edges([line for page in pages for line in page]).most_common(2)]
    if len(edges) < 2:
        return float(edges[0]) if edges else 0.0
    outer, inner = sorted(edges)
    votes = 0
    for line, following in ((above, below) for page in pages for above, below in pairwise(page)):
        places = (line.left and round(line.left), following.left and round(following.left))
        ended = line.text.endswith(_SENTENCE_ENDS)
        if places == (outer, inner):
            votes += 1 if ended else -1
        elif places == (inner, outer):
            votes += -1 if ended else 1
    return float(outer if votes > 0 else inner if votes < 0 else edges[0])


def _edges(lines: Sequence[Line]) -> Counter[int]:
    return Counter(round(line.left) for line in lines if line.left is not None)


def _shifted(page: Sequence[Line], left: float) -> float:
    """Return the left edge of a page: the usual one, or its most frequent one where it has no line there."""
    edges = _edges(page)
    if not edges or any(abs(edge - left) <= _SAME for edge in edges):
        return left
    return float(edges.most_common(1)[0][0])


def _gap(pages: Sequence[Sequence[Line]]) -> float:
    """Return the usual distance between two base lines."""
    gaps = [
        above.base - below.base
        for page in pages
        for above, below in pairwise(page)
        if above.base is not None and below.base is not None and above.base > below.base
    ]
    return median(gaps) if gaps else 0.0


def _indents(pages: Sequence[Sequence[Line]], *, left: float) -> frozenset[int]:
    """Return the edges of first lines: more often than not, a line at the usual left edge follows them."""
    votes: Counter[int] = Counter()
    for page in pages:
        for line, following in pairwise(page):
            if line.left is None or following.left is None or abs(line.left - left) <= _SAME:
                continue
            returns = abs(following.left - left) <= _SAME
            votes[round(line.left)] += 1 if returns else -1
    return frozenset(edge for edge, count in votes.items() if count > 0)


def _join(lines: Sequence[Line], layout: _Layout) -> str:
    """Return the text of a page; a blank line stands before each line that begins a paragraph."""
    pieces: list[str] = []
    last = Line("")
    for line in lines:
        if line.text:
            pieces.append("\n\n" if layout.begins(line, last) else "\n")
            pieces.append(line.text)
        last = line
    return "".join(pieces).strip("\n")
