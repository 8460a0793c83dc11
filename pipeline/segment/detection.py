"""Detects the house style of a text: each style reads it; labels found and words that mark a style decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.segment.forms import Known, Label, LabelReader
from pipeline.segment.header import is_field_entry
from pipeline.segment.labels import find_labels
from pipeline.segment.lines import Line
from pipeline.segment.styles import UNLABELLED, Style

_HEAD, _FOOT = 3000, 600
"""Code points at either end of a text where markers are sought."""

_MARKER = 2
"""What a marker counts, in labels."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text read in one style. ``confidence`` is its share, in [0, 1], of the labels that any style found."""

    style: Style
    labels: tuple[Label, ...]
    confidence: float


def read_in_best_style(
    lines: Sequence[Line], text: str, styles: Sequence[Style], known: Known, *, asked: str = ""
) -> Reading:
    """Return a text read in the asked style, or in the style for which most speaks.

    A style's score is the number of labels that it finds, twice that where brackets or times tell it from others, and
    two for each of its markers in header or footer; equal scores go to the general style.

    Args:
        lines: The lines of the text.
        text: The view.
        styles: All styles.
        known: What speaks for a label.
        asked: Name of the style to read in, or "".
    """
    fields = _field_lines(lines, styles[0])
    usable = [line for line in lines if line.start not in fields]
    ends = text[:_HEAD] + "\n" + text[-_FOOT:]
    reader = LabelReader(usable, known)
    scored = []
    for style in styles:
        if asked in ("", style.name):
            labels = find_labels(reader, style)
            markers = sum(marker.search(ends) is not None for marker in style.markers)
            telling = any(mark in form.template for form in style.forms for mark in ("[", "{time}", "**"))
            score = len(labels) * (1 + telling) + _MARKER * markers * bool(labels)
            scored.append(((score, len(labels), style.generic and not markers, _is_closed(style)), style, labels))
    if not any(labels for _, _, labels in scored) and not asked:
        return Reading(_unlabelled(ends, styles), (), 1.0)
    _, best, labels = max(scored, key=lambda each: each[0])
    everything = {label.start for _, _, found in scored for label in found}
    return Reading(best, labels, round(len(labels) / len(everything), 4) if everything else 1.0)


def _is_closed(style: Style) -> bool:
    """Tell whether a style knows all its labels as words; it explains a text better than one that takes any name."""
    return bool(style.forms) and all(form.shape == "word" for form in style.forms)


def _unlabelled(ends: str, styles: Sequence[Style]) -> Style:
    """Return the style of a text without labels: the one whose markers it bears, else none."""
    marked = {style.name: sum(marker.search(ends) is not None for marker in style.markers) for style in styles}
    best = max(styles, key=lambda style: marked[style.name])
    return best if marked[best.name] else next(style for style in styles if style.name == UNLABELLED)


def _field_lines(lines: Sequence[Line], style: Style) -> set[int]:
    """Return the starts of lines that name a header field, where an entry of it follows."""
    starts = set()
    for line, following in pairwise(lines):
        name, colon, value = line.text.replace("：", ":").partition(":")
        field = style.fields.get(name.strip(" •·").casefold())
        if colon and field and is_field_entry(field, value.strip() or following.text):
            starts.add(line.start)
    return starts
