"""What a word is, and the view of a text that models read.

A view has the length of its text, so offsets never need a map: characters are replaced one for one, nothing is
composed, added or removed.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from statistics import median

RE_WORD = re.compile(r"\w+(?:['’\-]\w+)*")
"""A word, for every count and rate."""

_EXOTIC = "\t\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\xad\u1680\u2028\u2029\u202f\u205f\u3000\ufeff\u200e\u200f"
_SPACES = dict.fromkeys([*map(ord, _EXOTIC), *range(0x2000, 0x200E)], " ")
"""Tabs, exotic and invisible spaces, soft hyphens and direction marks."""

_WRAP_COLUMNS = range(50, 116)
"""Columns at which writers wrap lines by hand: median and longest line of a wrapped text lie in it."""


def count_words(text: str) -> int:
    """Return the number of words (matches of ``RE_WORD``) in a text."""
    return sum(1 for _ in RE_WORD.finditer(text))


def plain_spaces(text: str) -> str:
    """Return the text, same length, with every exotic or invisible space as a plain one; line feeds stay."""
    return text.translate(_SPACES)


def is_hard_wrapped(text: str) -> bool:
    """Tell whether lines are broken by column, so that a line feed inside a paragraph is no break.

    Judged on the lines that another line follows directly: in wrapped text they are nearly equally long.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    inner = [len(line) for line, following in pairwise(lines) if line and following.strip()]
    if len(inner) < 3:
        return False
    inner.sort()
    return int(median(inner)) in _WRAP_COLUMNS and inner[int(len(inner) * 0.98)] < _WRAP_COLUMNS.stop


def unwrap(text: str) -> str:
    """Return the text, same length, with the line feeds inside hard-wrapped paragraphs as spaces.

    A paragraph ends at a blank line, or where a line ends in two spaces (a line break of Markdown).
    """
    if not is_hard_wrapped(text):
        return text
    return re.sub(r"(?<=\S)( ?)\n(?=[^\s])", r"\1 ", text)


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the text, same length, with the given half-open spans blanked to spaces."""
    pieces, last = [], 0
    for start, end in sorted(spans):
        if end <= last:
            continue
        first = max(start, last)
        pieces += [text[last:first], " " * (end - first)]
        last = end
    return "".join([*pieces, text[last:]])


def make_view(text: str, blanked: Iterable[tuple[int, int]] = ()) -> str:
    """Return what the language model reads: plain spaces, paragraphs unwrapped, ``blanked`` spans as spaces.

    Args:
        text: A stored text.
        blanked: Half-open spans, in code points, of furniture inside turns.

    Returns:
        A string of the same length; line feeds are left only where a paragraph ends.
    """
    return unwrap(blank(plain_spaces(text), blanked))
