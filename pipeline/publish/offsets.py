"""Whether spans cut their text out of the stored texts."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

SHOWN = 80
"""Characters of a text that a message shows."""


class SpanRow(NamedTuple):
    """A row with a span: half-open, in code points into the stored text of its briefing."""

    row: int
    briefing_id: str | None
    start: int | None
    end: int | None
    text: str | None


class WrongSpan(NamedTuple):
    """A row whose text is not that of its span, or (without a row) a stored text that is missing."""

    row: int | None
    value: str | None
    cause: str


def wrong_spans(
    rows: Iterable[tuple[int, str | None, int | None, int | None, str | None]], texts: Path
) -> Iterator[WrongSpan]:
    """Yield the rows whose ``text`` is not the stored text from ``start`` to ``end``.

    Args:
        rows: As the fields of ``SpanRow``, all rows of a briefing together. Rows without id, start or end are left
            to other checks; a null text is allowed, its span must still lie in the stored text if there is one.
        texts: The folder of the stored texts, ``<briefing_id>.txt``.
    """
    spans = (SpanRow(*row) for row in rows)
    for briefing_id, group in groupby(spans, key=lambda span: span.briefing_id):
        if briefing_id is None:
            continue
        whole = [span for span in group if span.start is not None and span.end is not None]
        stored = _stored(texts / f"{briefing_id}.txt")
        if stored is not None:
            yield from (wrong for span in whole if (wrong := _compare(span, stored)))
        elif any(span.text is not None for span in whole):
            yield WrongSpan(
                None, briefing_id, f"no stored text {texts.name}/{briefing_id}.txt in UTF-8; run `briefings run`"
            )


def _stored(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8")  # not read_text: it would rewrite line ends
    except (OSError, UnicodeDecodeError):
        return None


def _compare(span: SpanRow, stored: str) -> WrongSpan | None:
    start, end = span.start or 0, span.end or 0
    if not 0 <= start <= end <= len(stored):
        return WrongSpan(
            span.row, _short(span.text), f"{start} to {end} is no span of a text of {len(stored)} characters"
        )
    if span.text is not None and stored[start:end] != span.text:
        return WrongSpan(
            span.row, _short(span.text), f"the stored text from {start} to {end} is {_short(stored[start:end])!r}"
        )
    return None


def _short(text: str | None) -> str | None:
    return text if text is None or len(text) <= SHOWN else text[: SHOWN - 1] + "…"
