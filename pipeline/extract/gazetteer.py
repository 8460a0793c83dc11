"""Finds gazetteer forms in a text, and says which rows a form may mean."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import ahocorasick

from pipeline.extract.candidates import Candidate
from pipeline.records import MentionMethod
from pipeline.resources import GazetteerRow


class GazetteerIndex:
    """Rows by form. Names and aliases find and link, weak aliases link only. Forms are matched case and all."""

    def __init__(self, rows: Sequence[GazetteerRow]) -> None:
        """Build the automaton over all forms that find."""
        self._rows = {row.id: row for row in rows}
        self._linking: dict[str, list[str]] = defaultdict(list)
        strong: dict[str, list[GazetteerRow]] = defaultdict(list)
        for row in rows:
            for form in dict.fromkeys(map(_folded, (row.name, *row.aliases, *row.weak_aliases))):
                self._linking[form].append(row.id)
                if form not in map(_folded, row.weak_aliases):
                    strong[form].append(row)
        self._finding = ahocorasick.Automaton()
        for form, meant in strong.items():
            if len({row.type for row in meant}) == 1:
                self._finding.add_word(form, (form, tuple(meant)))
        self._finding.make_automaton()

    def row(self, entity_id: str) -> GazetteerRow | None:
        """Return the row of an id, or None."""
        return self._rows.get(entity_id)

    def lookup(self, form: str) -> tuple[GazetteerRow, ...]:
        """Return all rows that a form may mean, weak aliases included."""
        return tuple(self._rows[entity_id] for entity_id in self._linking.get(_folded(form), ()))

    def find(self, text: str, *, offset: int) -> Iterator[Candidate]:
        """Yield every form that finds, on word boundaries; forms of rows of several types find nothing.

        Args:
            text: A view.
            offset: Code points of the text's first character in the stored text.
        """
        if not len(self._finding):
            return
        for last, (form, rows) in self._finding.iter(_folded(text)):
            start, end = last + 1 - len(form), last + 1
            if _inside_word(text, start, end):
                continue
            yield Candidate(
                start=offset + start,
                end=offset + end,
                text=text[start:end],
                type=rows[0].type,
                subtype=rows[0].subtype if len({row.subtype for row in rows}) == 1 else None,
                method=MentionMethod.GAZETTEER,
                ids=tuple(row.id for row in rows),
            )


def _inside_word(text: str, start: int, end: int) -> bool:
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    return before or (end < len(text) and text[end].isalnum() and text[end - 1].isalnum())


def _folded(form: str) -> str:
    """Return a form, same length, with straight apostrophes."""
    return form.replace("’", "'")
