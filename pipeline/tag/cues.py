"""Cues of a codebook in text: words and phrases that speak for a code, found by one Aho-Corasick automaton.

Cue and text are read alike: words by ``RE_WORD``, lower-cased, hyphens as word breaks, possessive ``'s`` dropped.
Every cue also matches with its last word in the regular plural; other forms are rows of ``data/cues.csv``.
Where one cue lies inside a longer one that is found, the longer alone counts.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import ahocorasick
import numpy as np

from pipeline.errors import ConfigError
from pipeline.views import RE_WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from pipeline.resources import Cue

RE_PART = re.compile(r"\w+(?:['’]\w+)*")
"""A word, or the part of one that a hyphen cuts off."""

MAX_EVIDENCE = 5
"""Cues that ``evidence`` lists."""

_GAP = "  "  # two spaces between words: each word owns the space on either side, so keys end at word ends


class Hit(NamedTuple):
    """A form found in a text: its row in the index, and its half-open span in the normalised text."""

    form: int
    start: int
    end: int


def normalise(text: str) -> str:
    """Return the words of a text as cues are matched: ``" free  trade  zone "``."""
    words = _GAP.join(RE_WORD.findall(text.lower())).replace("-", _GAP).replace("’", "'")
    return f" {words} ".replace("'s ", " ")


def plural(cue: str) -> str | None:
    """Return a normalised cue with its last word in the regular plural, or None where that is a plural or no word."""
    stem = cue.rstrip()
    word = stem.rpartition(" ")[2]
    if len(word) < 3 or not word.isalpha() or (word.endswith("s") and not word.endswith("ss")):
        return None
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{stem[:-1]}ies "
    return f"{stem}es " if word.endswith(("ss", "x", "z", "ch", "sh")) else f"{stem}s "


class CueIndex:
    """The cues of one codebook, ready to be looked up; immutable once built.

    Args:
        cues: Rows of ``data/cues.csv``.
        codes: Codes in the order of the columns of ``scores``.

    Raises:
        ConfigError: A cue has a code that is not among ``codes``, no word, or a weight outside (0, 1].
    """

    __slots__ = ("_automaton", "_column", "_cue_of", "_weights")

    def __init__(self, cues: Iterable[Cue], codes: Sequence[str]) -> None:
        self._column = {code: column for column, code in enumerate(codes)}
        forms = _forms([_checked(cue, codes) for cue in cues])
        self._cue_of = [base for base, _ in forms.values()]
        self._weights = np.zeros((len(forms), len(codes)))
        self._automaton = ahocorasick.Automaton()
        for number, (form, (_, weights)) in enumerate(forms.items()):
            self._automaton.add_word(form, (number, len(form)))
            for code, weight in weights.items():
                self._weights[number, self._column[code]] = weight
        self._automaton.make_automaton()

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the weighted cue counts of texts.

        Returns:
            An array (n_texts, n_codes): sums of the weights of the cues found, repetitions included.
        """
        rows: list[int] = []
        found: list[int] = []
        for row, text in enumerate(texts):
            hits = [hit.form for hit in self._hits(normalise(text))]
            rows += [row] * len(hits)
            found += hits
        total = np.zeros((len(texts), self._weights.shape[1]))
        np.add.at(total, rows, self._weights[found])
        return total

    def evidence(self, text: str, code: str) -> tuple[str, ...]:
        """Return at most ``MAX_EVIDENCE`` cues of a code in a text, as printed there, strongest first.

        A cue's strength is its weight times its count; ties stand in the order of the text. Each cue is given once,
        in its first form; line breaks inside it are spaces.

        Raises:
            ConfigError: The code is not one of the index.
        """
        if code not in self._column:
            raise ConfigError(f"code {code!r} is not one of {', '.join(self._column)}; use a code of the codebook")
        column = self._column[code]
        strength: Counter[str] = Counter()
        first: dict[str, Hit] = {}
        normalised = normalise(text)
        for hit in self._hits(normalised):
            if weight := float(self._weights[hit.form, column]):
                cue = self._cue_of[hit.form]
                strength[cue] += weight  # type: ignore[assignment]  # Counter sums floats as well
                first.setdefault(cue, hit)
        ranked = sorted(first, key=lambda cue: (-strength[cue], first[cue].start))
        return tuple(_printed(text, normalised, [first[cue] for cue in ranked[:MAX_EVIDENCE]]))

    def _hits(self, normalised: str) -> list[Hit]:
        if not len(self._automaton):
            return []
        return _longest(self._automaton.iter(normalised))


def _longest(found: Iterable[tuple[int, tuple[int, int]]]) -> list[Hit]:
    """Return the finds that lie inside no longer one.

    Args:
        found: Pairs of a last character and (form, length), by last character, the longest of each first.
    """
    kept: list[Hit] = []
    for last, (form, length) in found:
        start, end = last + 1 - length, last + 1
        if kept and kept[-1].end == end:
            continue
        while kept and kept[-1].start >= start:
            kept.pop()
        kept.append(Hit(form, start, end))
    return kept


def _checked(cue: Cue, codes: Sequence[str]) -> Cue:
    where = f"data/cues.csv: cue {cue.cue!r}"
    if cue.code not in codes:
        raise ConfigError(f"{where}: code {cue.code!r} is not one of {', '.join(codes)}; fix the row")
    if not 0 < cue.weight <= 1:
        raise ConfigError(f"{where}: weight {cue.weight!r} is not in (0, 1]; fix the row")
    if not RE_PART.search(cue.cue):
        raise ConfigError(f"{where}: holds no word; fix the row")
    return cue


def _forms(cues: Sequence[Cue]) -> dict[str, tuple[str, dict[str, float]]]:
    """Return, for each normalised form, its cue and its weights by code; a row's own form goes before a plural."""
    forms: dict[str, tuple[str, dict[str, float]]] = {}
    own = [(normalise(cue.cue), cue) for cue in cues]
    plurals = [(form, cue) for form, cue in ((plural(form), cue) for form, cue in own) if form]
    for form, cue in [*own, *plurals]:
        forms.setdefault(form, (cue.cue, {}))[1].setdefault(cue.code, cue.weight)
    return forms


def _printed(text: str, normalised: str, hits: Iterable[Hit]) -> list[str]:
    """Return hits as the text prints them: its words and those of the normalised text are the same in number."""
    words = [match.span() for match in RE_PART.finditer(text)]
    pieces = []
    for hit in hits:
        first, last = normalised.count(_GAP, 0, hit.start + 1), normalised.count(_GAP, 0, hit.end)
        pieces.append(" ".join(text[words[first][0] : words[last][1]].replace("|", " ").split()))
    return pieces
