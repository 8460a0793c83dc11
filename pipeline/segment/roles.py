"""Decides what each turn is: who asks, who answers, who only opens, hands over, clarifies or closes."""

import re

from pipeline.records import Kind, Role
from pipeline.segment.styles import Style

_BRIEF = 25
"""Words up to which an official's turn that follows no question only opens, hands over or closes."""

_CALL = 3
"""Words up to which a turn is a call or an interjection, whatever it follows."""

_SHORT = 12
"""Words up to which a reporter's turn that does not ask is procedure, and an official's that asks back is too."""

_QUESTION_OF_CHAIR = 20
"""Words from which a chair's turn that asks is a question."""

_OPENING_OF_CHAIR = 90
"""Words up to which an official's first turn that only greets and hands over is the chair's."""

_CALLING = 6
"""Words that a chair needs to call the next reporter."""

_FINAL = 120
"""Code points at the end of a turn in which who asks has asked."""

_LONG_QUESTION, _SHORT_ANSWER = 150, 40
"""Mean words of a speaker's turns: who asks says less than the first, who answers more than the second."""

_RE_QUESTION_MARK = re.compile(r"[?？]+")
_RE_BROKEN = re.compile(r"^(?:-|–|—|\.\.\.|…)|(?:--|–|—|\.\.\.|…)$|^\(\w[\w ]*\.?\)\.?$")
_RE_CALL = re.compile(r"(?:(?:Dr|Mr|Ms|Mrs)\.? )?[^\W\d_a-z]\w+(?: [^\W\d_a-z]\w+)?[.?!,]*(?: please[.!]?)?")


def asks(text: str) -> bool:
    """Tell whether a turn asks: one of its last sentences is a question."""
    return _RE_QUESTION_MARK.search(text[-400:]) is not None


def count_questions(text: str) -> int:
    """Return the number of interrogative sentences (runs of question marks) in a text."""
    return sum(1 for _ in _RE_QUESTION_MARK.finditer(text))


def undecided_roles(
    said: dict[str, list[str]], *, style: Style, first: str | None, officials: bool, journalists: bool
) -> dict[str, Role]:
    """Return the roles of the labels that neither header nor title nor shape place, from what their turns do.

    Args:
        said: The turns of each such label.
        style: The house style: whether reporters bear their names.
        first: The label of the first turn.
        officials: Whether other labels are officials'.
        journalists: Whether other labels are reporters' or outlets'.
    """
    if style.reporters == "anonymous" or (journalists and style.reporters == "outlets"):
        return dict.fromkeys(said, Role.OFFICIAL)
    words = {label: sum(len(text.split()) for text in texts) for label, texts in said.items()}
    longest = max(words, key=lambda label: words[label], default=None)
    roles = {}
    for label, texts in said.items():
        asking = sum(asks(text[-_FINAL:]) for text in texts)
        mean = words[label] / len(texts)
        if all(len(text.split()) <= _CALLING and not asks(text) for text in texts) and len(texts) > 1:
            roles[label] = Role.MODERATOR
        elif not officials and label in (first if not journalists else None, longest) and asking * 2 <= len(texts):
            roles[label] = Role.OFFICIAL
        elif (asking * 2 >= len(texts) and mean < _LONG_QUESTION) or (officials and mean < _SHORT_ANSWER):
            roles[label] = Role.JOURNALIST
        else:
            roles[label] = Role.OFFICIAL
    return roles


def unlabelled_role(text: str, *, first: bool, has_labels: bool, style: Style) -> Role:
    """Return the role of a turn without a label: a question asks, an opening chairs, anything else is official."""
    if not has_labels:
        return Role.OFFICIAL
    if asks(text):
        return Role.JOURNALIST
    chairs = first and style.reporters == "outlets" and not style.opens_unlabelled and style.procedure.search(text)
    return Role.MODERATOR if chairs else Role.OFFICIAL


def turn_kind(
    text: str, role: Role, *, n_words: int, after_question: bool, answers_now: bool, style: Style
) -> tuple[Role, Kind]:
    """Return role and kind of a turn; an official who only opens, hands over or closes chairs in that turn.

    Args:
        text: The turn.
        role: The role of who speaks.
        n_words: Words of the turn.
        after_question: Whether a question came at any time before it.
        answers_now: Whether the turn right before it is a question.
        style: The house style, for the words of procedure.
    """
    if role is Role.JOURNALIST:
        return role, _kind_of_reporter(text, n_words, style)
    if role is Role.MODERATOR:
        return role, Kind.QUESTION if asks(text) and n_words >= _QUESTION_OF_CHAIR else Kind.PROCEDURE
    said = Kind.ANSWER if after_question else Kind.STATEMENT
    if role is not Role.OFFICIAL or (after_question and _RE_BROKEN.search(text.strip())):
        return role, said
    if _is_procedure(text, n_words, answers_now=answers_now, style=style):
        return _role_in_procedure(text, answers_now=answers_now, style=style), Kind.PROCEDURE
    return role, said


def _is_procedure(text: str, n_words: int, *, answers_now: bool, style: Style) -> bool:
    """Tell whether an official's turn only opens, hands over, clarifies or closes."""
    if n_words <= _CALL:
        return True
    if answers_now:
        return n_words <= _SHORT and (asks(text) or style.clarify.search(text) is not None)
    hands_over = style.procedure.search(text) is not None and style.hand_over.search(text) is not None
    return n_words <= _BRIEF or (n_words <= _OPENING_OF_CHAIR and hands_over)


def _role_in_procedure(text: str, *, answers_now: bool, style: Style) -> Role:
    """Return moderator for who routes or calls, or says something short that answers nobody; else official."""
    replies = style.reply.fullmatch(text.strip()) is not None
    calls = _RE_CALL.fullmatch(text.strip()) is not None and not replies
    routes = style.procedure.search(text) is not None
    return Role.MODERATOR if routes or calls or not (replies or answers_now) else Role.OFFICIAL


def _kind_of_reporter(text: str, n_words: int, style: Style) -> Kind:
    if _RE_BROKEN.search(text.strip()):
        return Kind.QUESTION
    clarifies = style.clarify.search(text) is not None
    if asks(text):
        return Kind.PROCEDURE if n_words <= _SHORT and (clarifies or n_words <= _CALL) else Kind.QUESTION
    if n_words <= _SHORT or (n_words <= _BRIEF and clarifies):
        return Kind.PROCEDURE
    return Kind.QUESTION
