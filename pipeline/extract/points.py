"""Numbers the enumerated points of a turn: ``Second, ...`` and what follows stands under point 2."""

import re
from collections.abc import Sequence

from pipeline.resources import Ordinal


class PointCounter:
    """Finds the ordinals that open points; built once from the rows of ``data/ordinals.csv``."""

    def __init__(self, ordinals: Sequence[Ordinal]) -> None:
        """Compile the ordinals into one pattern: an ordinal at the start of a sentence, then a comma or colon."""
        self._numbers = {row.word: row.number for row in ordinals}
        self._pattern = re.compile(rf"(?P<word>{'|'.join(map(re.escape, self._numbers))})[,:]\s")

    def points(self, sentences: Sequence[str]) -> list[int | None]:
        """Return the point that each sentence of a turn stands under.

        Points run 1, 2, 3 ...; an ordinal out of turn opens none, and a first without a second is no enumeration.
        """
        opened = [self._opened(sentence) for sentence in sentences]
        if not {1, 2} <= set(opened):
            return [None] * len(sentences)
        points: list[int | None] = []
        current: int | None = None
        for number in opened:
            if number is not None and (number == 1 or number == (current or 0) + 1):
                current = number
            points.append(current)
        return points

    def _opened(self, sentence: str) -> int | None:
        match = self._pattern.match(sentence)
        return self._numbers[match["word"]] if match else None
