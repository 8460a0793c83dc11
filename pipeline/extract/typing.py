"""Types a name by its head noun: what ends it ("Huanggang Port") or begins it ("Port of Oakland")."""

from collections.abc import Sequence

from pipeline.records import MentionType
from pipeline.resources import Head, HeadPosition

_LONGEST = 5
"""Words of the longest head that is looked up."""

LOWER_CASE_HEADS = (MentionType.PORT,)
"""Types whose head belongs to the name in lower case too ("Qingdao port")."""


class HeadIndex:
    """Head nouns by position. Heads are matched with their capitals; those of ports in lower case too."""

    def __init__(self, heads: Sequence[Head]) -> None:
        """Index the rows of ``data/heads.csv``."""
        self._last = {straight(row.head): row for row in heads if row.position is HeadPosition.LAST}
        self._first = {straight(row.head): row for row in heads if row.position is HeadPosition.FIRST}
        for row in [row for row in heads if row.type in LOWER_CASE_HEADS]:
            (self._last if row.position is HeadPosition.LAST else self._first).setdefault(
                straight(row.head).lower(), row
            )
        self.possessives = frozenset(
            word for row in heads for word in straight(row.head).split() if word.endswith(("'s", "s'"))
        )

    def last(self, words: Sequence[str]) -> tuple[Head, int] | None:
        """Return the longest head that ends a run of words and its number of words, if a name stands before it."""
        for length in range(min(_LONGEST, len(words) - 1), 0, -1):
            row = self._last.get(straight(" ".join(words[-length:])))
            if row is not None:
                return row, length
        return None

    def first(self, words: Sequence[str]) -> tuple[Head, int] | None:
        """Return the longest head that begins a run of words and its number of words (an ``of`` must follow)."""
        for length in range(min(_LONGEST, len(words)), 0, -1):
            row = self._first.get(straight(" ".join(words[:length])))
            if row is not None:
                return row, length
        return None

    def type_of(self, name: str) -> Head | None:
        """Return the head that types a name, or None: what begins it before ``of``, else what ends it."""
        before, of, _ = name.partition(" of ")
        words = before.split()
        if of:
            found = self.first(words) or self._ends(words)
            if found is not None:
                return found[0]
        for joint in (" of ", " for ", " on "):
            core = name.partition(joint)[0].split()
            if (ended := self.last(core)) is not None and joint in name:
                return ended[0]
        ended = self.last(name.split())
        return ended[0] if ended else None

    def _ends(self, words: Sequence[str]) -> tuple[Head, int] | None:
        """Return the first-position head at the end of words: ``CPC Leadership Group`` before ``of``."""
        for length in range(min(_LONGEST, len(words)), 0, -1):
            row = self._first.get(straight(" ".join(words[-length:])))
            if row is not None:
                return row, length
        return None


def straight(text: str) -> str:
    """Return a text, same length, with straight apostrophes."""
    return text.replace("’", "'")
