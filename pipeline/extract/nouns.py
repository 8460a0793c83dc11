"""The noun that a numeral counts, and its singular."""

import re

from spacy.tokens import Doc, Token

from pipeline.extract.numbers import Numeral

_RE_PRONOUN = re.compile(r" +(?:of (?:which|whom|them|us|you)\b|(?:more|others?)\b)")
_RE_OF = re.compile(r" +of (?:the|these|those|our|their|its|his|her|your|all|such)\b")
_RE_IES = re.compile(r"\w\wies$")
_RE_EITHER = re.compile(r"ches$")
_RE_ES = re.compile(r"(?:ss|x|ch|sh|zz|[^aeo]us|[^aeiou]o)es$")
_RE_PLUS = re.compile(r"-plus\b|\+")
_DEICTIC = ("last", "next", "this", "that", "each", "every", "yesterday", "today", "tomorrow")
_MAX_NOUN_PHRASE = 12  # tokens between a numeral and the noun it counts


def counted_noun(doc: Doc, numeral: Numeral) -> Token | None:
    """Return the noun that a numeral counts, by the parse, else by the run of tags behind it."""
    text, token = doc.text, token_at(doc, numeral.end - 1)
    if _RE_PRONOUN.match(text, numeral.end) and not _is_noun_ahead(token):
        return None
    if _RE_OF.match(text, numeral.end):
        of = doc[token.i + 1]
        return next((child for child in of.children if child.dep_ == "pobj" and _is_noun(child)), None)
    if _RE_PLUS.match(text, numeral.end):
        token = token_at(doc, end_with_plus(text, numeral.end) - 1)
    head = token
    while head.head.i > head.i and head.dep_ in ("nummod", "compound", "nmod", "quantmod", "amod"):
        head = head.head
    if head.i > token.i and _is_noun(head) and _is_nominal(doc, token.i + 1, head.i):
        return head
    return _scan(doc, token.i + 1)


def _is_noun_ahead(token: Token) -> bool:
    """Tell whether "more" is followed by a noun phrase: "three more clubs", not "three more by night"."""
    after = [t for t in token.doc[token.i + 1 : token.i + 4] if t.lower_ not in ("more", "other", "such", "new")]
    return bool(after) and (_is_noun(after[0]) or after[0].pos_ == "ADJ") and token.nbor().lower_ in ("more", "other")


def _is_noun(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN") and token.text[:1].isalpha()


def _is_nominal(doc: Doc, start: int, end: int) -> bool:
    """Tell whether the tokens can stand between a numeral and its noun."""
    return (
        end - start <= _MAX_NOUN_PHRASE
        and all(
            token.pos_ in ("ADJ", "NOUN", "PROPN", "ADV", "CCONJ", "NUM", "SPACE")
            or token.tag_ in ("VBN", "VBG", "HYPH", ",", "POS", "``", "''", "SYM")
            or (token.lower_ == "of" and token.nbor(-1).pos_ == "PROPN")
            for token in doc[start:end]
        )
        and not any(token.lower_ in _DEICTIC for token in doc[start:end])
    )


def _scan(doc: Doc, start: int) -> Token | None:
    """Return the last noun of the run of adjectives and nouns that begins at a token index."""
    noun = None
    for token in doc[start : start + _MAX_NOUN_PHRASE]:
        if _is_noun(token) and token.lower_ not in _DEICTIC:
            noun = token
        elif (
            token.lower_ in _DEICTIC
            or (noun is not None and token.tag_ != "HYPH")
            or (token.pos_ not in ("ADJ", "SPACE") and token.tag_ != "HYPH")
        ):
            break
    return noun


def singular(noun: Token) -> str:
    """Return the singular of a noun, small unless it is a proper noun: "ports" -> "port", "Americans" -> "American".

    Irregular plurals are the lemmatizer's; regular ones are read off the ending, where it errs ("doses").
    """
    proper = noun.tag_ in ("NNP", "NNPS") or noun.text[:1].isupper()
    text = noun.text if proper else noun.lower_
    if noun.tag_ == "NN" or not text.endswith("s") or text.endswith(("ss", "us", "is")):
        return text if proper else noun.lemma_.lower() or text
    if not proper and (noun.lemma_.endswith("xis") or (noun.lemma_.endswith("sis") and len(text) > len("bases"))):
        return noun.lemma_
    if _RE_EITHER.search(text) and noun.lemma_.lower() in (text[:-1], text[:-2]):
        return noun.lemma_
    if _RE_IES.search(text):
        return f"{text[:-3]}y"
    return text[:-2] if _RE_ES.search(text) else text[:-1]


def subject_noun(token: Token) -> Token | None:
    """Return the plural noun that a bare number counts: "visits reached 4 million", "the number of visits was 4"."""
    head = token
    while head.dep_ in (
        "nummod",
        "compound",
        "quantmod",
        "pobj",
        "prep",
        "attr",
        "dobj",
        "npadvmod",
        "conj",
        "oprd",
        "ccomp",
    ):
        if head.pos_ in ("VERB", "AUX"):
            break
        head = head.head
    if head.pos_ not in ("VERB", "AUX"):
        return None
    subject = next((child for child in head.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or subject.i > token.i:
        return None
    if subject.lower_ in ("number", "total"):
        of = next((child for child in subject.children if child.lower_ == "of"), None)
        subject = next((child for child in of.children if child.dep_ == "pobj"), subject) if of is not None else subject
    return subject if subject.tag_ in ("NNS", "NNPS") else None


def token_at(doc: Doc, position: int) -> Token:
    """Return the token that covers a code point of the Doc's text."""
    span = doc.char_span(position, position + 1, alignment_mode="expand")
    if span is None:
        raise IndexError(f"no token at {position} of a text of {len(doc.text)}; give a position inside it")
    return span[0]


def end_with_plus(text: str, end: int) -> int:
    """Return the end of a numeral with a "-plus" or "+" written on to it."""
    plus = _RE_PLUS.match(text, end)
    return plus.end() if plus else end
