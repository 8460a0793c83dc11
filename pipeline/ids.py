"""How ids are made, so that the same thing always gets the same id and a better method renames only what it moves."""

import re
import unicodedata

RE_NOT_LETTER_OR_DIGIT = re.compile(r"[\W_]+")

UNNAMED = "untitled"
"""The id of a briefing whose path holds no letter and no digit."""

TURN, SENTENCE, MENTION, COMMITMENT, FIGURE, EXCHANGE, OFFICE, NOTE = "tsmcfxon"
"""The letters of row ids."""


def slug(text: str) -> str:
    """Return a text as a slug: NFKC, casefold, runs of anything but letters and digits as one hyphen."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return RE_NOT_LETTER_OR_DIGIT.sub("-", folded).strip("-")


def briefing_id(path: str) -> str:
    """Return the id of a briefing from its path under the corpus, ``/``-separated and without suffix."""
    return "/".join(part for part in map(slug, path.split("/")) if part) or UNNAMED


def row_id(briefing: str, letter: str, start: int) -> str:
    """Return the id of a row that begins at a code point of a briefing, as ``scio/x#t0000042``."""
    return f"{briefing}#{letter}{start:07d}"


def speaker_id(briefing: str, name: str) -> str:
    """Return the id of a speaker of a briefing, as ``scio/x#p-sun-zhiyang``."""
    return f"{briefing}#p-{slug(name)}"


def entity_id(entity_type: str, name: str, *, synthetic: bool) -> str:
    """Return the id of an entity that no gazetteer knows."""
    return known_id(f"{entity_type}:{slug(name)}", synthetic=synthetic)


def known_id(entity: str, *, synthetic: bool) -> str:
    """Return an entity's id in a briefing: fiction never shares an id with fact."""
    return f"synthetic:{entity}" if synthetic else entity
