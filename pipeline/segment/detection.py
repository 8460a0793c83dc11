"""Detects the house style of a text: each style reads it, and the one that finds most labels is taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.segment.header import is_field_entry
from pipeline.segment.labels import Known, Label, find_labels
from pipeline.segment.lines import Line
from pipeline.segment.styles import UNLABELLED, Style


@dataclass(frozen=True, slots=True)
class Reading:
    """A text read in one style. ``confidence`` is its share, in [0, 1], of the labels that any style found."""

    style: Style
    labels: tuple[Label, ...]
    confidence: float


def read_in_best_style(lines: Sequence[Line], styles: Sequence[Style], known: Known, *, asked: str = "") -> Reading:
    """Return a text read in the asked style, or in the style that finds most labels.

    Args:
        lines: The lines of the text.
        styles: All styles.
        known: What speaks for a label.
        asked: Name of the style to read in, or "".
    """
    fields = _field_lines(lines, styles[0])
    usable = [line for line in lines if line.start not in fields]
    readings = [(style, find_labels(usable, style, known)) for style in styles if asked in ("", style.name)]
    best, labels = max(readings, key=lambda reading: (len(reading[1]), len(reading[0].forms)))
    if not labels and not asked:
        best = next(style for style in styles if style.name == UNLABELLED)
    everything = {label.start for _, found in readings for label in found}
    return Reading(best, labels, round(len(labels) / len(everything), 4) if everything else 1.0)


def _field_lines(lines: Sequence[Line], style: Style) -> set[int]:
    """Return the starts of lines that name a header field, where an entry of it follows."""
    starts = set()
    for line, following in pairwise(lines):
        name, colon, value = line.text.replace("：", ":").partition(":")
        field = style.fields.get(name.strip().casefold())
        if colon and field and is_field_entry(field, value.strip() or following.text):
            starts.add(line.start)
    return starts
