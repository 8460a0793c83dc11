"""Quantities of a sentence: a numeral with its unit or the noun that it counts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from spacy.tokens import Doc, Token

from pipeline.extract.nouns import counted_noun, end_with_plus, singular, subject_noun, token_at
from pipeline.extract.numbers import Numeral, find_numerals
from pipeline.extract.units import CueKind, UnitMatch, Units
from pipeline.resources import Unit

COUNT, SHARE = "count", "share"
"""Kinds of units that have no row: counted things, and fractions of a whole."""

_RE_NUMBERED = re.compile(r"(?:\bNos?\.?|#) *$|\bnumber *$", re.IGNORECASE)
_RE_BROKEN_OFF = re.compile(r"\.?-(?: (?!(?:or|to|and)\b)|$)")
_RE_ITEM = re.compile(r" *[.)](?: |$)")
_RE_OPENING = re.compile(r"[ (]*")
_RE_REST = re.compile(r"[ .)]*$")
_RE_LINKED = re.compile(
    r" *(?:[-–—,/]|,? *(?:to|and|or|nor|versus)\b)(?: +(?:about|nearly|over|more than|even|up|down|to|from|by))*"
    r" *[^\w\s]?"
)
_MAX_SPEECH_POINTS = 10
_MAX_ITEM_NUMBER = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A quantity at ``start``, ``end`` (code points of the Doc's text, end exclusive).

    ``unit`` is None while it is not known what is counted. ``row`` is the unit's row; ``head`` the index of the token
    that the quantity hangs on in the parse (the unit, or the noun).
    """

    numeral: Numeral
    start: int
    end: int
    value: Decimal
    unit: str | None
    row: Unit | None
    head: int

    @property
    def kind(self) -> str:
        """The kind of the unit: that of its row, else a count or a share."""
        if self.row:
            return self.row.kind
        return SHARE if self.numeral.fraction else COUNT


def find_quantities(doc: Doc, *, units: Units) -> list[Quantity]:
    """Return the quantities of a sentence in order of position; those whose unit stays unknown are left out."""
    found: list[Quantity] = []
    skipped_to = -1  # a date skips what is linked to it: "June 3 and 4"
    for numeral in find_numerals(doc.text):
        linked = skipped_to >= 0 and _RE_LINKED.fullmatch(doc.text, skipped_to, numeral.start)
        if _is_date(doc.text, numeral, units) or (linked and not units.behind(doc.text, numeral.end)):
            skipped_to = numeral.end
            continue
        quantity = _read(doc, numeral, units)
        if quantity:
            found.append(quantity)
    return [quantity for quantity in _resolve(doc, found) if quantity.unit]


def _is_date(text: str, numeral: Numeral, units: Units) -> bool:
    return numeral.in_digits and (
        units.has_before(CueKind.MONTH, text, numeral.start) is not None
        or units.has_behind(CueKind.MONTH, text, numeral.end)
    )


def _read(doc: Doc, numeral: Numeral, units: Units) -> Quantity | None:
    text = doc.text
    if not numeral.value or _is_no_quantity(text, numeral, units):
        return None
    behind = _measure(doc, numeral, units)
    if before := units.before(text, numeral.start):
        factor, end = units.suffix(text, numeral.end)
        return _measured(doc, numeral, before.unit, start=before.start, end=end, factor=factor)
    if behind:
        is_year = numeral.may_be_year and behind.unit.kind in ("money", "time")  # "in 1995 dollars"
        is_article = numeral.value == 1 and not numeral.in_digits and behind.unit.kind != SHARE  # "one year"
        if is_year or is_article:
            return None
        return _measured(doc, numeral, behind.unit, start=numeral.start, end=behind.end)
    is_bare = not numeral.may_be_year and not text[numeral.end : numeral.end + 1].isalpha()
    return _counted(doc, numeral, units) if is_bare and doc.has_annotation("DEP") else None


def _measure(doc: Doc, numeral: Numeral, units: Units) -> UnitMatch | None:
    """Return the unit behind a numeral, unless it only begins the name of what is counted ("26 foot pumps")."""
    text = doc.text
    match = units.behind(text, end_with_plus(text, numeral.end))
    if match is None or units.has_behind(CueKind.AGE_AFTER, text, match.end):
        return None
    if text[match.start - 1] != " ":
        return match
    following = text[match.end : match.end + 2]
    if following[:1] == "-" and following[1:].isalpha():  # "5 second-hand vans"
        return None
    if match.unit.kind in ("money", "share", "share_change") or text[match.start : match.end] != match.unit.unit:
        return match
    noun = token_at(doc, match.end + 1) if following[:1] == " " and len(following) > 1 else None
    return None if noun is not None and noun.tag_ == "NNS" else match


def _is_no_quantity(text: str, numeral: Numeral, units: Units) -> bool:
    """Tell whether the numeral is an age, a time of day, the number of an item, or part of a name."""
    start, end = numeral.start, numeral.end
    if units.has_before(CueKind.AGE_BEFORE, text, start) is not None or units.has_behind(CueKind.AGE_AFTER, text, end):
        return True
    if units.has_behind(CueKind.CLOCK, text, end) or _RE_BROKEN_OFF.match(text, end):
        return True
    if numeral.value < _MAX_ITEM_NUMBER and _RE_NUMBERED.search(text, max(0, start - 8), start):
        return True
    if _RE_ITEM.match(text, end) and _RE_OPENING.fullmatch(text, 0, start) and not _RE_REST.match(text, end):
        return True
    return (
        not numeral.in_digits
        and numeral.text[0].isupper()
        and bool(re.search(r"\w[ -]+$", text[max(0, start - 4) : start]))
    )


def _measured(
    doc: Doc, numeral: Numeral, unit: Unit, *, start: int, end: int, factor: Decimal = Decimal(1)
) -> Quantity:
    head = token_at(doc, end - 1)
    return Quantity(
        numeral=numeral, start=start, end=end, value=numeral.value * factor, unit=unit.unit, row=unit, head=head.i
    )


def _counted(doc: Doc, numeral: Numeral, units: Units) -> Quantity | None:
    """Return the quantity of counted things, its unit None where the noun is left out; None for what is no count."""
    text, token = doc.text, token_at(doc, numeral.end - 1)
    open_end = Quantity(
        numeral=numeral, start=numeral.start, end=numeral.end, value=numeral.value, unit=None, row=None, head=token.i
    )
    if numeral.fraction:
        return replace(open_end, unit=SHARE)
    if numeral.value == 1:
        return open_end if numeral.in_digits else None
    if text.startswith("-", numeral.end) and end_with_plus(text, numeral.end) == numeral.end:
        return _hyphenated(doc, open_end, units)
    if _is_identifier(doc, numeral):
        return None
    noun = counted_noun(doc, numeral)
    if noun is None:
        return open_end
    return _with_noun(open_end, noun, units)


def _hyphenated(doc: Doc, open_end: Quantity, units: Units) -> Quantity | None:
    """Read "31-village": the word behind the hyphen is the unit."""
    end = open_end.end
    if not doc.text[end + 1 : end + 2].isalpha():
        return open_end
    noun = token_at(doc, end + 1)
    if noun.tag_ not in ("NN", "NNS") or units.is_cue(CueKind.NOT_UNIT, noun.text) or noun.text[0].isupper():
        return None
    return _with_noun(open_end, noun, units)


def _is_identifier(doc: Doc, numeral: Numeral) -> bool:
    """Tell whether the numeral names what stands before it: "Chapter 12", "Gate 40"."""
    token = token_at(doc, numeral.start)
    before = token.nbor(-1) if token.i else None
    if before is None or before.pos_ not in ("PROPN", "NOUN"):
        return False
    if token.head == before:
        return token.dep_ != "appos"
    return numeral.in_digits and before.dep_ in ("compound", "nmod") and before.head.i >= token.i


def _with_noun(open_end: Quantity, noun: Token, units: Units) -> Quantity | None:
    """Return the quantity with the noun as its unit; None for a name or a speaker's own points."""
    invariant = units.is_cue(CueKind.INVARIANT, noun.lower_)
    unit = noun.lower_ if invariant else singular(noun)
    row = units.named(noun.lower_) or units.named(unit)
    if row is None and not invariant and (unit == "one" or _is_name(noun, open_end)):
        return None
    if open_end.value <= _MAX_SPEECH_POINTS and units.is_cue(CueKind.SPEECH, unit) and noun.i - open_end.head <= 2:
        return None
    end = max(open_end.end, noun.idx + len(noun))
    if any(token.pos_ == "NUM" and token.dep_ == "nummod" for token in noun.doc[open_end.head + 1 : noun.i]):
        end = open_end.end  # "six of the 14 murals" is two quantities
    return replace(open_end, end=end, unit=row.unit if row else unit, row=row, head=noun.i)


def _is_name(noun: Token, open_end: Quantity) -> bool:
    """Tell whether a noun in the singular makes the numeral part of a name: "the 75 corridor", "Three Gorges Dam"."""
    if noun.tag_ == "NNP":
        return not noun.text.endswith("s")
    hyphen = noun.doc.text[open_end.end : open_end.end + 1] == "-"
    return noun.tag_ == "NN" and noun.i == open_end.head + 1 and open_end.numeral.factor == 1 and not hyphen


def _resolve(doc: Doc, found: Sequence[Quantity]) -> list[Quantity]:
    """Give a quantity without a unit that of the next one linked to it, of its subject, or of the one before."""
    resolved = list(found)
    for i in range(len(resolved) - 2, -1, -1):
        one, following = resolved[i], resolved[i + 1]
        if one.unit is None and following.unit and _RE_LINKED.fullmatch(doc.text, one.end, following.start):
            resolved[i] = _share_unit(one, following)
    for i, one in enumerate(resolved):
        if one.unit is None:
            resolved[i] = _from_context(doc, one, resolved[:i])
    return resolved


def _share_unit(one: Quantity, following: Quantity) -> Quantity:
    """Return the first of two linked quantities with the unit, and the magnitude, of the second ("2 to 3 million")."""
    factor = following.numeral.factor
    shares = one.numeral.factor == 1 and factor > 1 and one.value <= following.value / factor
    return replace(
        one,
        value=one.value * factor if shares else one.value,
        unit=following.unit,
        row=following.row,
        head=following.head,
    )


def _from_context(doc: Doc, one: Quantity, before: Sequence[Quantity]) -> Quantity:
    token = doc[one.head]
    last = next((quantity for quantity in reversed(before) if quantity.unit), None)
    if last and re.search(r"\b(?:from|than|to) (?:[\w ]{0,12} )?$", doc.text[max(0, one.start - 20) : one.start]):
        return replace(one, unit=last.unit, row=last.row)
    subject = subject_noun(token)
    if subject is not None:
        return replace(one, unit=singular(subject))
    kinds = ("money", "mass", "volume", "area", COUNT) if one.numeral.factor > 1 else (COUNT,)
    last = next((quantity for quantity in reversed(before) if quantity.kind in kinds and quantity.unit), None)
    return replace(one, unit=last.unit, row=last.row) if last else one
