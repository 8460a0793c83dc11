"""Numerals in running English text, in digits and in words, as values with their magnitudes multiplied out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache

from pipeline.config import DATA
from pipeline.resources import numbered_rows, unique

YEARS = range(1800, 2101)
"""Integers without separator that are read as years where no unit follows."""


class NumeralKind(Enum):
    """What a number word does in a numeral."""

    DIGIT = "digit"
    TEEN = "teen"
    TEN = "ten"
    HUNDRED = "hundred"  # multiplies what stands before it: hundred, dozen
    MAGNITUDE = "magnitude"  # multiplies and closes a group: thousand, million
    FRACTION = "fraction"  # half, quarter
    DENOMINATOR = "denominator"  # two-thirds: divides what stands before it
    SUFFIX = "suffix"  # magnitudes written on to a sum of money: $5bn


@dataclass(frozen=True, slots=True, kw_only=True)
class NumeralRow:
    """A number word; ``value`` is a decimal number."""

    form: str
    value: str
    kind: NumeralKind
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A numeral at ``start``, ``end`` (code points, end exclusive) of a text.

    ``factor`` is the magnitude that ``value`` was multiplied by (1 where none is printed); ``in_digits`` tells digits
    from words; ``fraction`` marks a share of a whole (two-thirds).
    """

    start: int
    end: int
    value: Decimal
    factor: Decimal
    in_digits: bool
    fraction: bool = False
    text: str

    @property
    def may_be_year(self) -> bool:
        """Whether the numeral can be a year: four digits without separator."""
        return self.in_digits and len(self.text) == 4 and self.text.isdigit() and int(self.text) in YEARS


@dataclass(frozen=True, slots=True)
class _Atom:
    start: int
    end: int
    text: str
    kind: NumeralKind | None  # None: digits
    value: Decimal


@cache
def _rows() -> Mapping[str, NumeralRow]:
    path = DATA / "numerals.csv"
    return {row.form: row for row in unique(numbered_rows(path, NumeralRow), lambda row: row.form)}


def suffixes() -> Mapping[str, Decimal]:
    """Return the magnitudes that are written on to sums of money ("bn"), by form."""
    return {form: Decimal(row.value) for form, row in _rows().items() if row.kind is NumeralKind.SUFFIX}


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted((form for form, row in _rows().items() if row.kind is not NumeralKind.SUFFIX), key=len, reverse=True)
    digits = r"(?<![A-Za-z]-)(?<![\w.,:/#])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d:/]|[.,]\d)"
    return re.compile(rf"{digits}|(?<!\w)(?P<word>{'|'.join(words)})(?!\w)", re.IGNORECASE)


_RE_LINK = re.compile(r"(?: +|-)(?:and(?: +|-))?(?:an?(?: +|-))?")
_RE_ARTICLE = re.compile(r"(?<!\w)an? +$", re.IGNORECASE)
_RE_VAGUE = re.compile(r"(?:several|few|couple|couple of|many|per|every|hundreds? of) +$", re.IGNORECASE)


def find_numerals(text: str) -> list[Numeral]:
    """Return the numerals of a text in order: "2.5 million", "seven hundred and forty", "a dozen", "half a billion".

    Ordinals, plural magnitudes ("thousands"), digits inside names ("COVID-19"), clock times and fractions with a slash
    are none. A bare "one" is one of them: whether it counts is for the caller to judge. Linear in the text's length.
    """
    return [numeral for group in _groups(text) for numeral in _read(text, group)]


def _atoms(text: str) -> Iterator[_Atom]:
    for match in _pattern().finditer(text):
        if match["digits"] is not None:
            yield _Atom(match.start(), match.end(), match.group(), None, Decimal(match.group().replace(",", "")))
        else:
            row = _rows()[match.group().lower()]
            yield _Atom(match.start(), match.end(), match.group(), row.kind, Decimal(row.value))


def _groups(text: str) -> Iterator[list[_Atom]]:
    """Yield runs of atoms that only spaces, hyphens, "and" or "a" part."""
    group: list[_Atom] = []
    for atom in _atoms(text):
        if group and not _RE_LINK.fullmatch(text, group[-1].end, atom.start):
            yield group
            group = []
        group.append(atom)
    if group:
        yield group


def _read(text: str, atoms: Sequence[_Atom]) -> Iterator[Numeral]:
    """Yield the numerals of a run of atoms: each as many atoms as make one number."""
    at = 0
    while at < len(atoms):
        reader = _Reader(text)
        first = at
        while at < len(atoms) and reader.take(atoms[at]):
            at += 1
        if at == first:  # a denominator or a fraction that nothing opens
            at += 1
            continue
        numeral = reader.numeral()
        if numeral:
            yield numeral


class _Reader:
    """Reads one numeral atom by atom; ``take`` tells whether the atom still belongs to it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._atoms: list[_Atom] = []
        self._total = Decimal(0)
        self._group = Decimal(0)
        self._factor = Decimal(1)
        self._share = False

    def take(self, atom: _Atom) -> bool:
        accepted = self._opens(atom) if not self._atoms else self._continues(atom)
        if accepted:
            self._atoms.append(atom)
        return accepted

    def _opens(self, atom: _Atom) -> bool:
        if atom.kind is NumeralKind.DENOMINATOR or (atom.kind is NumeralKind.FRACTION and atom.value != Decimal("0.5")):
            return False
        if atom.kind is NumeralKind.MAGNITUDE:
            self._total, self._factor = atom.value, atom.value
        else:
            self._group = atom.value
        return True

    def _continues(self, atom: _Atom) -> bool:
        last, link = self._atoms[-1], self._text[self._atoms[-1].end : atom.start]
        match atom.kind:
            case _ if self._share:
                accepted = False
            case NumeralKind.DENOMINATOR:
                accepted = self._divide(atom, last, link)
            case NumeralKind.MAGNITUDE:
                accepted = self._multiply(atom, link)
            case NumeralKind.FRACTION:
                accepted = self._add(atom.value, allowed="and" in link)
            case NumeralKind.HUNDRED:
                accepted = self._times(atom, last, link)
            case _:
                accepted = self._add(atom.value, allowed=self._has_room(atom, last, link))
        return accepted

    def _has_room(self, atom: _Atom, last: _Atom, link: str) -> bool:
        """Tell whether a small number word may follow: "twenty five", "seven hundred and forty"."""
        if atom.kind is None or ("and" in link and last.kind not in (NumeralKind.HUNDRED, NumeralKind.MAGNITUDE)):
            return False
        room = {NumeralKind.TEN: 10, NumeralKind.HUNDRED: 100, NumeralKind.MAGNITUDE: 1000}
        return last.kind is not None and atom.value < room.get(last.kind, 0)

    def _divide(self, atom: _Atom, last: _Atom, link: str) -> bool:
        if len(self._atoms) > 1 or last.kind is not NumeralKind.DIGIT or "and" in link or last.value >= atom.value:
            return False
        if link != "-" and (not atom.text.endswith("s") or atom.text.lower() == "quarters"):
            return False  # neither "one third party" nor "the first three quarters" is a share
        self._group, self._share = last.value / atom.value, True
        return True

    def _multiply(self, atom: _Atom, link: str) -> bool:
        if "and" in link or (self._factor > 1 and not self._group):
            return False
        self._total, self._group = self._total + self._group * atom.value, Decimal(0)
        self._factor = atom.value
        return True

    def _times(self, atom: _Atom, last: _Atom, link: str) -> bool:
        if "and" in link or (last.kind in (NumeralKind.HUNDRED, NumeralKind.MAGNITUDE) and not self._group % 100):
            return False
        self._group *= atom.value
        return True

    def _add(self, value: Decimal, *, allowed: bool) -> bool:
        if allowed:
            self._group += value
        return allowed

    def numeral(self) -> Numeral | None:
        first, last = self._atoms[0], self._atoms[-1]
        start, value = first.start, self._total + self._group
        article = _RE_ARTICLE.search(self._text, max(0, start - 12), start)
        bare = first.kind in (NumeralKind.HUNDRED, NumeralKind.MAGNITUDE)
        if first.kind is NumeralKind.FRACTION and len(self._atoms) == 1:  # half as a vague amount
            return None
        if bare and _RE_VAGUE.search(self._text, max(0, start - 14), start):
            return None
        if bare and article:
            start = article.start()
        end = last.end
        text = self._text[start:end]
        in_digits = first.kind is None
        return Numeral(
            start=start, end=end, value=value, factor=self._factor, in_digits=in_digits, fraction=self._share, text=text
        )
