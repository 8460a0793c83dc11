"""A sentence with what finding figures and commitments in it needs to know."""

from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc

from pipeline.records import Kind, Role, Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedSentence:
    """A sentence, its Doc and its turn.

    ``doc`` holds exactly the sentence's view (same length as ``sentence.text``), with tags, parse and lemmas when they
    were asked for, else tokens only. ``role`` and ``kind`` are the turn's; ``dated_on`` is the briefing's date.
    """

    sentence: Sentence
    doc: Doc
    role: Role
    kind: Kind
    dated_on: date | None
