"""Figures of a sentence: quantities with their bound, change, period and what they are figures of."""

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.figure_context import bound_of, change_of, concept_of, period_of
from pipeline.extract.numbers import find_numerals
from pipeline.extract.quantities import Quantity, find_quantities
from pipeline.extract.sentences import ParsedSentence
from pipeline.extract.units import Units
from pipeline.ids import FIGURE, row_id
from pipeline.records import Change, Figure

_RE_RANGE = re.compile(r" *(?:[-–—]|to|and) *[^\w\s]{0,2}")


def may_hold_figure(text: str) -> bool:
    """Tell whether a sentence is worth parsing for figures: it has a numeral other than a year and a plain "one"."""
    return any(not numeral.may_be_year and (numeral.in_digits or numeral.value != 1) for numeral in find_numerals(text))


def find_figures(sentence: ParsedSentence, *, units: Units) -> list[Figure]:
    """Return the figures of a sentence in order of position, offsets into the stored text.

    Without a parse only measured quantities are found (those with a unit of ``units``), and ``concept`` is None.
    """
    quantities = find_quantities(sentence.doc, units=units)
    partners = _ranges(sentence.doc.text, quantities)
    figures: list[Figure] = []
    for i, quantity in enumerate(quantities):
        before = figures[-1] if figures else None
        figures.append(_figure(sentence, quantity, partner=partners.get(i), before=before, units=units))
    return figures


def _figure(
    sentence: ParsedSentence, quantity: Quantity, *, partner: Quantity | None, before: Figure | None, units: Units
) -> Figure:
    where, doc, row = sentence.sentence, sentence.doc, quantity.row
    value = float(quantity.value)
    factor = row.factor if row else None
    return Figure(
        figure_id=row_id(where.briefing_id, FIGURE, where.start + quantity.start),
        briefing_id=where.briefing_id,
        turn_id=where.turn_id,
        sentence_id=where.sentence_id,
        start=where.start + quantity.start,
        end=where.start + quantity.end,
        value=value,
        range_with=row_id(where.briefing_id, FIGURE, where.start + partner.start) if partner else None,
        bound=bound_of(doc.text, quantity, units=units),
        unit=quantity.unit or quantity.kind,
        unit_norm=row.norm if row else None,
        value_norm=float(f"{value * factor:.12g}") if factor is not None else None,
        unit_kind=quantity.kind,
        change=change_of(doc, quantity, units=units) or _inherited(sentence, quantity, before),
        concept=concept_of(doc, quantity),
        period=period_of(doc.text, quantity),
        text=where.text[quantity.start : quantity.end],
    )


def _inherited(sentence: ParsedSentence, quantity: Quantity, before: Figure | None) -> Change | None:
    """Return the change of the figure before where this one is coordinated with it: "down 2 percent and 3 percent"."""
    if before is None or before.change is None:
        return None
    between = sentence.doc.text[before.end - sentence.sentence.start : quantity.start]
    return before.change if between.strip(" ,") == "and" and quantity.unit == before.unit else None


def _ranges(text: str, quantities: Sequence[Quantity]) -> dict[int, Quantity]:
    """Return the other end of each range by index; "rose from 34 to 57" has two levels and is no range."""
    partners: dict[int, Quantity] = {}
    for i, (low, high) in enumerate(pairwise(quantities)):
        link = _RE_RANGE.fullmatch(text, low.numeral.end, high.start)
        if link is None or low.unit != high.unit or low.value >= high.value or i in partners:
            continue
        before = text[max(0, low.start - 12) : low.start].lower()
        if ("and" in link.group() and not before.endswith("between ")) or before.endswith("from "):
            continue
        partners[i], partners[i + 1] = high, low
    return partners
