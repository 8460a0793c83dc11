"""What the words around a quantity say of it: its bound, whether it is a change, its period and its concept."""

import re

from spacy.tokens import Doc, Token

from pipeline.extract.quantities import COUNT, Quantity
from pipeline.extract.units import CueKind, Units
from pipeline.records import Bound, Change

_BOUNDS = (
    (CueKind.AT_MOST, Bound.AT_MOST),
    (CueKind.AT_LEAST, Bound.AT_LEAST),
    (CueKind.ABOUT, Bound.ABOUT),
    (CueKind.OVER, Bound.OVER),
    (CueKind.UNDER, Bound.UNDER),
)
_CHANGES = ((CueKind.INCREASE, Change.INCREASE), (CueKind.DECREASE, Change.DECREASE))
_ADDITIONS = ("more", "additional", "further", "extra")
_RE_ARTICLE = re.compile(r"\b(?:an?|the|another) *$", re.IGNORECASE)
_RE_CHANGE_BEFORE = re.compile(r"\b(?P<word>\w+)(?: +(?P<link>of|by))? *$")
_RE_CHANGE_BEHIND = re.compile(r"[ -]+(?P<word>\w+)")
_YEAR = r"(?:18|19|20)\d\d"
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_RE_PERIOD = re.compile(
    rf"\b(?:from {_MONTH}(?: {_YEAR})? to {_MONTH}(?: {_YEAR})?|(?:in|since|during|by|for|of) (?:{_MONTH},? )?{_YEAR}"
    rf"|(?:in|since|during|by) {_MONTH}|(?:in |over |during |for )?(?:the )?(?:last|past|next|previous|coming|first"
    rf"|second|third|fourth)(?: \w+)? (?:years?|months?|weeks?|days?|quarters?|half|decades?)(?: of (?:{_YEAR}|the year"
    r"|this year|last year))?|this (?:year|month|week|quarter)|(?:a|per|each|every) (?:year|month|week|day|hour)"
    r"|annually|yearly|monthly|daily|today|yesterday)\b",
    re.IGNORECASE,
)
_DURATIONS = ("time",)


def bound_of(text: str, quantity: Quantity, *, units: Units) -> Bound:
    """Return how a quantity is hedged by the words right before or behind it."""
    start = quantity.start
    article = _RE_ARTICLE.search(text, max(0, start - 8), start)
    for at in (start, article.start() if article else start):
        for kind, bound in _BOUNDS:
            if units.has_before(kind, text, at) is not None:
                return bound
    if units.has_behind(CueKind.AFTER_AT_LEAST, text, quantity.end):
        return Bound.AT_LEAST
    return Bound.ABOUT if units.has_behind(CueKind.AFTER_ABOUT, text, quantity.end) else Bound.EXACT


def change_of(doc: Doc, quantity: Quantity, *, units: Units) -> Change | None:
    """Return the direction where a quantity is an amount of change, not a level."""
    inside = doc.text[quantity.numeral.end : quantity.end].split()
    if any(word in _ADDITIONS for word in inside):
        return Change.INCREASE
    behind = _RE_CHANGE_BEHIND.match(doc.text, quantity.end)
    if behind and (found := _direction(behind["word"], units)) and _is_comparison(doc, behind.start("word")):
        return found
    return _change_before(doc, quantity, units)


def _change_before(doc: Doc, quantity: Quantity, units: Units) -> Change | None:
    """Read "up", "an increase of", "rose by", "an additional"; and, of shares, "rose 5 percent"."""
    start = _before_bound(doc.text, quantity.start, units)
    before = _RE_CHANGE_BEFORE.search(doc.text, max(0, start - 30), start)
    token = doc.char_span(before.start("word"), before.end("word"), alignment_mode="expand") if before else None
    if before is None or token is None:
        return None
    word, lemma = before["word"].lower(), token[0].lemma_.lower()
    found = _direction(word, units) or _direction(lemma, units)
    if found is None:
        return _governed_change(doc, quantity, units)
    is_amount = before["link"] or lemma == "add" or word in ("up", "down", *_ADDITIONS, "another")
    is_particle = token[0].dep_ == "prt"  # "line up 15 bakers"
    return found if not is_particle and (is_amount or quantity.kind in ("share", "share_change")) else None


def _before_bound(text: str, start: int, units: Units) -> int:
    """Return where the hedge before a quantity begins: "rose by more than 5 percent" is read as "rose by"."""
    for kind, _ in _BOUNDS:
        at = units.has_before(kind, text, start)
        if at is not None:
            return at
    return start


def _direction(word: str, units: Units) -> Change | None:
    return next((change for kind, change in _CHANGES if units.is_cue(kind, word.lower())), None)


def _is_comparison(doc: Doc, position: int) -> bool:
    """Tell whether the word behind a quantity compares it or is what it measures: "more than", "increase"."""
    span = doc.char_span(position, position + 1, alignment_mode="expand")
    return span is not None and span[0].pos_ in ("ADJ", "ADV", "NOUN") and span[0].lower_ not in ("up", "down")


def _governed_change(doc: Doc, quantity: Quantity, units: Units) -> Change | None:
    """Return the change where "by" links the quantity to a verb of change further back: "cut the gap by 3 points"."""
    head = doc[quantity.head]
    while head.dep_ in ("nummod", "quantmod", "compound", "nmod"):
        head = head.head
    by = head.head
    if head.dep_ == "pobj" and by.lower_ == "by":
        return _direction(by.head.lemma_, units)
    subject = _subject(doc[quantity.head]) if head.dep_ in ("attr", "dobj") and quantity.kind == "share" else None
    return _direction(subject.lemma_, units) if subject is not None and subject.pos_ == "NOUN" else None


def period_of(text: str, quantity: Quantity) -> str | None:
    """Return the phrase of time nearest to a quantity in its sentence; None for durations and where none stands."""
    if quantity.kind in _DURATIONS:
        return None
    spans = [match.span() for match in _RE_PERIOD.finditer(text)]
    spans = [(start, end) for start, end in spans if end <= quantity.start or start >= quantity.end]
    if not spans:
        return None
    start, end = min(spans, key=lambda span: max(span[0] - quantity.end, quantity.start - span[1]))
    return text[start:end]


def concept_of(doc: Doc, quantity: Quantity) -> str | None:
    """Return what a quantity is a figure of: the counted noun phrase, the "of" phrase, or the subject of its clause."""
    if not doc.has_annotation("DEP"):
        return None
    if quantity.kind == COUNT:
        return doc.text[quantity.numeral.end : quantity.end].strip(" -") or quantity.unit
    head = doc[quantity.head]
    of = next((child for child in head.children if child.lower_ == "of" and child.i > head.i), None)
    noun = next((child for child in of.children if child.dep_ == "pobj"), None) if of is not None else _subject(head)
    return _phrase(noun) if noun is not None and noun.pos_ in ("NOUN", "PROPN") else None


def _subject(token: Token) -> Token | None:
    verb = next((ancestor for ancestor in token.ancestors if ancestor.pos_ in ("VERB", "AUX")), None)
    if verb is None:
        return None
    return next((child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass") and child.i < token.i), None)


def _phrase(noun: Token) -> str:
    """Return a noun with what modifies it, without a leading determiner and without what follows its "of" phrase."""
    left = [t for t in noun.subtree if t.i <= noun.i and t.dep_ not in ("det", "poss") and t.pos_ != "SPACE"]
    right = [t for child in noun.rights if child.lower_ == "of" for t in child.subtree]
    last = max((t.i for t in right), default=noun.i)
    span = noun.doc[left[0].i : last + 1]
    return span.text
