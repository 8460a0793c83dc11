"""Commitments: clauses in which a speaker for the government commits an actor to a future act."""

import re
from collections.abc import Sequence

from spacy.tokens import Token

from pipeline.extract.clauses import Clause, CommitmentCueKind, cues, find_clauses, is_commitment
from pipeline.extract.deadlines import deadline_date, find_deadlines
from pipeline.extract.sentences import ParsedSentence
from pipeline.ids import COMMITMENT, row_id
from pipeline.records import Commitment, Figure, Kind, Role

_RE_GATE = re.compile(
    r"\bwill\b|['’]ll\b|\bgoing to\b|\bgonna\b|\bplan(?:s|ning)? to\b|\bintend(?:s|ing)? to\b|\bcommitted to\b"
    r"|\b(?:is|are|am)(?: also)? to\b",
    re.IGNORECASE,
)
_SPEAKERS = (Role.OFFICIAL, Role.MODERATOR)
_KINDS = (Kind.STATEMENT, Kind.ANSWER)


def may_hold_commitment(text: str) -> bool:
    """Tell whether a sentence is worth parsing for commitments: it has words of intention and is no question."""
    return _RE_GATE.search(text) is not None and not text.rstrip(" \"'”’)").endswith("?")


def find_commitments(sentence: ParsedSentence, *, figures: Sequence[Figure]) -> list[Commitment]:
    """Return the commitments of a sentence in order of position, offsets into the stored text.

    Verbs that share a subject and its modal make one commitment, that of the first verb. Only statements and answers
    of officials and moderators hold any, and only sentences with a parse.

    Args:
        sentence: A parsed sentence.
        figures: The figures of the same sentence; one inside a commitment makes it specific.
    """
    doc = sentence.doc
    if sentence.role not in _SPEAKERS or sentence.kind not in _KINDS or not doc.has_annotation("DEP"):
        return []
    if not may_hold_commitment(doc.text):
        return []
    promised = sorted((clause for clause in find_clauses(doc) if is_commitment(clause)), key=lambda each: each.verb.i)
    by_start: dict[int, Clause] = {}
    for clause in promised:
        by_start.setdefault(_span(clause)[0], clause)
    clauses = [by_start[start] for start in sorted(by_start)]
    spans = [_span(clause) for clause in clauses]
    deadlines = find_deadlines(doc.text)
    return [
        _commitment(sentence, clause, span, deadline=_deadline(deadlines, spans, i), figures=figures)
        for i, (clause, span) in enumerate(zip(clauses, spans, strict=True))
    ]


def _span(clause: Clause) -> tuple[int, int]:
    """Return the code points, in the Doc's text, from the subject (or the modal) to the end of the complement."""
    doc = clause.verb.doc
    first = clause.modal.i
    if clause.subject is not None:
        first = min(clause.subject.left_edge.i, clause.modal.i)
    last = _complement_end(clause.verb)
    while last > clause.verb.i and (doc[last].is_punct or doc[last].is_space or doc[last].dep_ == "cc"):
        last -= 1
    last = max(last, clause.modal.i)
    return doc[first].idx, doc[last].idx + len(doc[last])


def _complement_end(verb: Token) -> int:
    """Return the index of the last token of a verb's objects and complements, before adverbials of time and place."""
    last = verb.i
    has_object = False
    for child in verb.rights:
        if child.dep_ == "prt":
            last = child.i
        elif child.dep_ in ("dobj", "dative", "attr", "acomp", "oprd"):
            last, has_object = _phrase_end(child), True
        elif child.dep_ in ("xcomp", "ccomp") and child.i > last:
            last, has_object = _complement_end(child), True
        elif child.dep_ in ("prep", "agent"):
            if (has_object and _is_adverbial(child)) or _is_temporal(child):
                break
            last = _phrase_end(child)
            has_object = True
        elif _is_purpose(child) and child.left_edge.i <= last + 1:
            last = _complement_end(child)
        elif child.dep_ == "conj":
            if not has_object:
                return _complement_end(child)
            break
    return last


def _is_purpose(child: Token) -> bool:
    """Tell whether a clause is an infinitive of purpose: "work with the ports to shorten checks"."""
    return child.dep_ == "advcl" and any(aux.lower_ == "to" and aux.dep_ == "aux" for aux in child.lefts)


def _phrase_end(phrase: Token) -> int:
    """Return the index of the last token of a phrase, before a phrase of time or a clause set off by a comma."""
    last = phrase.i
    for child in phrase.rights:
        comma = child.left_edge.i > 0 and child.left_edge.nbor(-1).text in (",", "—", "-")
        if (child.dep_ == "relcl" and comma) or _is_temporal(child) or child.dep_ == "advcl":
            break
        if child.pos_ in ("VERB", "AUX") and child.dep_ == "conj":
            break
        last = _phrase_end(child) if child.dep_ in ("prep", "pobj", "conj", "dobj") else child.right_edge.i
    return last


def _is_adverbial(preposition: Token) -> bool:
    """Tell whether a phrase after an object says when, where or how, and does not complete the verb."""
    gerund = any(child.dep_ == "pcomp" for child in preposition.children)
    return preposition.lower_ in cues()[CommitmentCueKind.ADVERBIAL] and not (gerund and preposition.lower_ == "in")


def _is_temporal(preposition: Token) -> bool:
    if preposition.dep_ != "prep":
        return False
    return any(
        child.dep_ == "pobj"
        and (
            child.lemma_.lower() in cues()[CommitmentCueKind.TIME]
            or (child.ent_type_ == "DATE")
            or child.shape_ == "dddd"
        )
        for child in preposition.children
    )


def _deadline(
    deadlines: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]], index: int
) -> tuple[int, int] | None:
    """Return the deadline of a commitment: the first from its start to the next one's, else the sentence's opening."""
    start = spans[index][0]
    until = spans[index + 1][0] if index + 1 < len(spans) else None
    own = [span for span in deadlines if span[0] >= start and (until is None or span[0] < until)]
    opening = [span for span in deadlines if span[1] <= spans[0][0]]
    return next(iter([*own, *opening]), None)


def _commitment(
    sentence: ParsedSentence,
    clause: Clause,
    span: tuple[int, int],
    *,
    deadline: tuple[int, int] | None,
    figures: Sequence[Figure],
) -> Commitment:
    where, (start, end) = sentence.sentence, span
    due = where.text[slice(*deadline)] if deadline else None
    view = sentence.doc.text[slice(*deadline)] if deadline else None
    return Commitment(
        commitment_id=row_id(where.briefing_id, COMMITMENT, where.start + start),
        briefing_id=where.briefing_id,
        turn_id=where.turn_id,
        sentence_id=where.sentence_id,
        start=where.start + start,
        end=where.start + end,
        actor=_actor_name(clause.actor),
        action=clause.verb.lemma_.lower(),
        object=_object(clause, end),
        modality=clause.modality,
        deadline=due,
        deadline_on=deadline_date(view, dated_on=sentence.dated_on) if view else None,
        specificity=_specificity(clause, span, has_deadline=deadline is not None, offset=where.start, figures=figures),
        text=where.text[start:end],
    )


def _actor_name(subject: Token) -> str:
    """Return who is committed: a pronoun in small letters, or the subject without its article."""
    if subject.pos_ == "PRON":
        return subject.lower_
    words = [t for t in subject.subtree if t.dep_ not in ("relcl", "acl", "appos")]
    while words and (words[0].dep_ in ("det", "poss", "cc", "punct", "advmod") or words[0].is_space):
        words = words[1:]
    if not words:
        return subject.text
    return subject.doc[words[0].i : _phrase_end(subject) + 1].text


def _object(clause: Clause, end: int) -> str | None:
    """Return what the act is done to: the text from behind the verb and its particle to the end of the span."""
    verb = clause.verb
    after = max([verb.i, *(child.i for child in verb.rights if child.dep_ == "prt" and child.i == verb.i + 1)])
    return verb.doc.text[verb.doc[after].idx + len(verb.doc[after]) : end].strip(" ,") or None


def _specificity(
    clause: Clause, span: tuple[int, int], *, has_deadline: bool, offset: int, figures: Sequence[Figure]
) -> int:
    """Return 2 for a figure, a deadline or a name in what is promised, 1 for an object, else 0."""
    end = span[1]
    inside = any(figure.start < offset + end and figure.end > offset + clause.verb.idx for figure in figures)
    doc = clause.verb.doc
    named = any(token.pos_ == "PROPN" for token in doc if clause.verb.idx < token.idx < end)
    if inside or has_deadline or named:
        return 2
    return int(any(child.dep_ in ("dobj", "attr") and child.pos_ != "PRON" for child in clause.verb.subtree))
