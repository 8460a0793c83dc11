"""Header fields: title, publisher, dates and place, each against the annotated value or null.

``accuracy`` counts every text that has the key, ``found`` only those with a value, and ``invented`` is the share of
those with null for which the pipeline gives a value (the lower the better). Texts are compared without case and with
single spaces.
"""

from datetime import date

from pipeline.evaluate.gold import GoldText
from pipeline.evaluate.layer import Comparison, Layer, Slip, folded
from pipeline.evaluate.matching import Case
from pipeline.evaluate.scores import Counts, Share

FIELDS = ("held_on", "published_on", "title", "publisher", "location")


def annotated(gold: GoldText) -> bool:
    """Tell whether a text has header fields; where it has a ``date``, that and its title are the source's."""
    return not gold.has("source_date") and any(map(gold.has, FIELDS))


def compare(case: Case) -> Comparison:
    """Compare the header fields of a text."""
    counts: dict[str, Counts] = {}
    slips: list[Slip] = []
    for field in filter(case.gold.has, FIELDS):
        wanted, given = getattr(case.gold, field), getattr(case.briefing.header, field, None)
        right = _same(wanted, given)
        counts |= {
            f"{field} accuracy": Share(right, 1),
            f"{field} found": Share(right and wanted is not None, wanted is not None),
            f"{field} invented": Share(wanted is None and given is not None, wanted is None),
        }
        if not right:
            slips.append((None, f"{field} {_shown(given)} for {_shown(wanted)}"))
    return Comparison(counts, tuple(slips))


def _same(wanted: str | date | None, given: str | date | None) -> bool:
    if isinstance(wanted, str) and isinstance(given, str):
        return folded(wanted) == folded(given)
    return wanted == given


def _shown(value: str | date | None) -> str:
    return value.isoformat() if isinstance(value, date) else repr(value)


LAYER = Layer(name="header", stage="segment", annotated=annotated, compare=compare)
