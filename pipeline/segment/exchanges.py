"""Pairs questions with the answers to them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.ids import EXCHANGE, row_id
from pipeline.records import Exchange, ExchangeTurn, Kind, Part, Speaker, Turn
from pipeline.segment.roles import count_questions


@dataclass(slots=True)
class _Round:
    """Questions in a row, and the answers to them."""

    questions: list[Turn] = field(default_factory=list)
    answers: list[Turn] = field(default_factory=list)


def find_exchanges(
    turns: Sequence[Turn], speakers: Sequence[Speaker]
) -> tuple[tuple[Exchange, ...], tuple[ExchangeTurn, ...]]:
    """Return the exchanges of a briefing and their turns; a question without an answer has none.

    Where several named askers come in a row, the answers belong to all of them; where one asker, or reporters without
    a name, were interrupted, only the last question is answered.
    """
    outlets = {speaker.speaker_id: speaker.outlet_id for speaker in speakers}
    exchanges: list[Exchange] = []
    parts: list[ExchangeTurn] = []
    for asked in _rounds(turns):
        for question in _answered(asked.questions):
            exchange = _exchange(question, asked.answers, exchanges, outlets)
            exchanges.append(exchange)
            members = [(question, Part.QUESTION), *((answer, Part.ANSWER) for answer in asked.answers)]
            parts += [
                ExchangeTurn(
                    exchange_id=exchange.exchange_id,
                    turn_id=turn.turn_id,
                    briefing_id=turn.briefing_id,
                    part=part,
                    seq=seq,
                )
                for seq, (turn, part) in enumerate(members, start=1)
            ]
    return tuple(exchanges), tuple(parts)


def _rounds(turns: Sequence[Turn]) -> list[_Round]:
    rounds: list[_Round] = []
    for turn in turns:
        if turn.kind is Kind.QUESTION:
            if not rounds or rounds[-1].answers:
                rounds.append(_Round())
            rounds[-1].questions.append(turn)
        elif turn.kind is Kind.ANSWER and rounds:
            rounds[-1].answers.append(turn)
    return [asked for asked in rounds if asked.answers]


def _answered(questions: Sequence[Turn]) -> list[Turn]:
    """Return the questions of a round that its answers reply to: of each asker the last."""
    last = {question.speaker_id: question for question in questions}
    anonymous = last.pop(None, None)
    named = list(last.values())
    if anonymous is not None and (not named or anonymous is questions[-1]):
        named.append(anonymous)
    return sorted(named, key=lambda turn: turn.seq)


def _exchange(
    question: Turn, answers: Sequence[Turn], earlier: Sequence[Exchange], outlets: dict[str, str | None]
) -> Exchange:
    previous = earlier[-1] if earlier else None
    follows = previous is not None and question.speaker_id is not None and previous.asker_id == question.speaker_id
    return Exchange(
        exchange_id=row_id(question.briefing_id, EXCHANGE, question.start),
        briefing_id=question.briefing_id,
        seq=len(earlier) + 1,
        asker_id=question.speaker_id,
        outlet_id=outlets.get(question.speaker_id) if question.speaker_id else None,
        n_questions=count_questions(question.text),
        n_answers=len(answers),
        follow_up_of=previous.exchange_id if previous is not None and follows else None,
    )
