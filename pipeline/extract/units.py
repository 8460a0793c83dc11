"""Units of measure and the words around figures, indexed once from their rows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Self

from pipeline.config import DATA
from pipeline.extract.numbers import suffixes
from pipeline.resources import Unit, load_units, numbered_rows, unique

_MONEY = "money"
_RE_PREFIX = re.compile(r"[A-Za-z]{0,3}[^\w\s%°]|[A-Z][A-Za-z]{1,2}|Rs\.")
"""Forms of currencies that stand before the number: symbols and codes."""


class CueKind(Enum):
    """What a word near a figure says of it."""

    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"
    AFTER_AT_LEAST = "after_at_least"  # stands behind the figure: "or more"
    AFTER_ABOUT = "after_about"
    INCREASE = "increase"
    DECREASE = "decrease"
    SPEECH = "speech"  # a noun by which speakers number their own points: no figure
    AGE_BEFORE = "age_before"  # the number is an age: no figure
    AGE_AFTER = "age_after"
    CLOCK = "clock"  # the number is a time of day: no figure
    NOT_UNIT = "not_unit"  # behind a hyphen no unit: two-way
    INVARIANT = "invariant"  # a noun with one form for singular and plural
    MONTH = "month"  # the number beside it is a day or a year: no figure


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureCue:
    """A word or phrase that stands near figures."""

    cue: str
    kind: CueKind
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMatch:
    """A unit beside a numeral and the code points, end exclusive, of its form."""

    unit: Unit
    start: int
    end: int


class Units:
    """Finds units beside numerals and cues beside figures. Built once, from rows; keeps nothing of a text."""

    def __init__(self, *, units: Iterable[Unit], cues: Iterable[FigureCue]) -> None:
        self._units: dict[str, Unit] = {}
        for unit in units:
            for form in unit.forms:
                self._units.setdefault(form, unit)
        prefixes = [form for form, unit in self._units.items() if unit.kind == _MONEY and _RE_PREFIX.fullmatch(form)]
        self._behind = re.compile(rf"(?: *|-)(?P<form>{_any_of(self._units, gap='(?: +|-)')})(?!\w)")
        self._before = re.compile(rf"(?<!\w)(?P<form>{_any_of(prefixes)}) *$")
        self._suffixes = suffixes()
        self._suffix = re.compile(rf"(?:{_any_of(self._suffixes)})(?!\w)")
        self._cues: dict[CueKind, list[str]] = {kind: [] for kind in CueKind}
        for cue in cues:
            self._cues[cue.kind].append(cue.cue)
        self._sets = {kind: frozenset(words) for kind, words in self._cues.items()}
        self._cue_before = {kind: re.compile(rf"(?<!\w)(?:{_any_of(c)}) *$", re.I) for kind, c in self._cues.items()}
        self._cue_behind = {kind: re.compile(rf"[ -]*(?:{_any_of(c)})(?!\w)") for kind, c in self._cues.items()}

    @classmethod
    def load(cls) -> Self:
        """Return the index over the rows of ``data/units.csv`` and ``data/figure_cues.csv``.

        Raises:
            ConfigError: A file is missing or a row does not fit.
        """
        path = DATA / "figure_cues.csv"
        cues = unique(numbered_rows(path, FigureCue), lambda row: (row.cue, row.kind))
        return cls(units=load_units(), cues=cues)

    def named(self, form: str) -> Unit | None:
        """Return the unit with this printed form, or None."""
        return self._units.get(form)

    def behind(self, text: str, end: int) -> UnitMatch | None:
        """Return the unit that follows a numeral ending at ``end``: "%", "million" has been read, "-hour", "yuan"."""
        match = self._behind.match(text, end)
        if match is None:
            return None
        form = re.sub(r" +|(?<=\w)-(?=\w)", " ", match["form"])
        unit = self._units.get(match["form"]) or self._units.get(form)
        return UnitMatch(unit=unit, start=match.start("form"), end=match.end()) if unit else None

    def before(self, text: str, start: int) -> UnitMatch | None:
        """Return the currency whose symbol or code stands before a numeral starting at ``start``."""
        match = self._before.search(text, max(0, start - 8), start)
        return UnitMatch(unit=self._units[match["form"]], start=match.start(), end=match.end()) if match else None

    def suffix(self, text: str, end: int) -> tuple[Decimal, int]:
        """Return the magnitude written on to a sum of money that ends at ``end``, and where it ends ("$5bn")."""
        match = self._suffix.match(text, end)
        return (self._suffixes[match.group()], match.end()) if match else (Decimal(1), end)

    def has_before(self, kind: CueKind, text: str, start: int) -> int | None:
        """Return where the cue of a kind begins that ends at ``start`` of a text, or None."""
        match = self._cue_before[kind].search(text, max(0, start - 24), start)
        return match.start() if match else None

    def has_behind(self, kind: CueKind, text: str, end: int) -> bool:
        """Tell whether a cue of a kind begins at ``end`` of a text, after spaces or a hyphen."""
        return self._cue_behind[kind].match(text, end) is not None

    def is_cue(self, kind: CueKind, word: str) -> bool:
        """Tell whether a word is a cue of a kind."""
        return word in self._sets[kind]


def _any_of(forms: Iterable[str], *, gap: str = " +") -> str:
    """Return a pattern of the forms, longest first; it matches nothing where there are none."""
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return "|".join(re.escape(form).replace(r"\ ", gap) for form in ordered) or r"(?!)"
