"""Decides what each turn is: who asks, who answers, who only opens, hands over or closes."""

import re
from collections.abc import Sequence

from pipeline.records import Kind, Role
from pipeline.segment.styles import Style

_PROCEDURE_WORDS = 60
"""A turn of an official or a chair with fewer words is procedure where it only opens, hands over or closes."""

_CHAIR_WORDS = 150
"""A chair's turn with fewer words is procedure: openings list the speakers."""

_SHORT = 4
"""Words below which a turn that does not ask is no question."""

_RE_QUESTION_MARK = re.compile(r"\?+")


def asks(text: str) -> bool:
    """Tell whether a turn asks: one of its last sentences is a question."""
    return "?" in text[-400:] if len(text) > 400 else "?" in text


def count_questions(text: str) -> int:
    """Return the number of interrogative sentences (runs of question marks) in a text."""
    return sum(1 for _ in _RE_QUESTION_MARK.finditer(text))


def undecided_role(texts: Sequence[str], *, speaks_first: bool, has_journalists: bool) -> Role:
    """Return the role of a named speaker whom neither header nor title places, from what its turns do.

    Args:
        texts: The speaker's turns.
        speaks_first: Whether the first turn of the briefing is the speaker's.
        has_journalists: Whether other labels are reporters' or outlets'.
    """
    if speaks_first or has_journalists:
        return Role.OFFICIAL
    asking = sum(map(asks, texts))
    return Role.JOURNALIST if asking * 2 > len(texts) else Role.OFFICIAL


def unlabelled_role(text: str, *, first: bool, has_labels: bool, style: Style) -> Role:
    """Return the role of a turn without a label: a question asks, an opening chairs, anything else is official."""
    if not has_labels:
        return Role.OFFICIAL
    if asks(text):
        return Role.JOURNALIST
    return Role.MODERATOR if first and style.procedure.search(text) else Role.OFFICIAL


def turn_kind(text: str, role: Role, *, n_words: int, after_question: bool, style: Style) -> tuple[Role, Kind]:
    """Return role and kind of a turn; an official who only opens, hands over or closes chairs in that turn.

    Args:
        text: The turn.
        role: The role of who speaks.
        n_words: Words of the turn.
        after_question: Whether a question came before it.
        style: The house style, for the words of procedure.
    """
    if role is Role.JOURNALIST:
        return role, Kind.QUESTION if "?" in text or n_words >= _SHORT else Kind.PROCEDURE
    routes = style.procedure.search(text) is not None
    if role is Role.MODERATOR and (routes or n_words < _CHAIR_WORDS):
        return role, Kind.PROCEDURE
    if role is Role.OFFICIAL and routes and n_words < _PROCEDURE_WORDS and not _answers(text, after_question):
        return Role.MODERATOR, Kind.PROCEDURE
    return role, Kind.ANSWER if after_question else Kind.STATEMENT


def _answers(text: str, after_question: bool) -> bool:
    """Tell whether a short turn says something beside its routing words."""
    return after_question and len(text.split()) > 25
