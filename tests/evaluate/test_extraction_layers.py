"""Mentions, links, persons, themes, commitments and figures against annotations, with counts worked out by hand."""

from dataclasses import replace
from typing import Any

import pytest

from pipeline.evaluate.gold import GoldText
from pipeline.evaluate.layers import commitments, figures, linking, mentions, persons, themes
from pipeline.evaluate.matching import Case
from pipeline.evaluate.scores import Clusters, Hits, Share, measure
from pipeline.ingest.readers import transcript_of_text
from pipeline.records import (
    Bound,
    Briefing,
    Change,
    Commitment,
    Figure,
    Kind,
    Mention,
    MentionMethod,
    MentionType,
    Modality,
    Role,
    ThemeTag,
    Turn,
)

TEXT = "Larkhaven Office:\n\n" + "x" * 181
"""Synthetic: a label, then only offsets matter."""

TURN = {"start": 19, "end": 100, "speaker": "Larkhaven Office", "role": "official", "kind": "answer"}


def case(gold: dict[str, Any], **given: Any) -> Case:
    marks = GoldText.model_validate({"id": "a", "text": TEXT, "turns": [TURN], **gold})
    return Case(marks, replace(Briefing(transcript=transcript_of_text(TEXT, name="a")), **given))


def gold_mention(start: int, end: int, kind: str, canonical: str = "", **more: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "type": kind, "canonical": canonical} | more


def mention(start: int, end: int, kind: str, entity: str | None = None, **more: Any) -> Mention:
    return Mention(
        mention_id=f"m{start}",
        briefing_id="a",
        start=start,
        end=end,
        type=MentionType(kind),
        entity_id=entity,
        method=MentionMethod.MODEL,
        text="",
        **more,
    )


def test_mentions_are_counted_by_span_and_type_by_span_and_by_each_type() -> None:
    gold = [gold_mention(20, 25, "port"), gold_mention(30, 35, "port"), gold_mention(40, 45, "zone")]
    given = [
        mention(0, 9, "place"),  # inside a label: not scored
        mention(20, 25, "port"),
        mention(30, 35, "place"),  # another type
        mention(40, 46, "zone"),  # another span
        mention(50, 55, "port"),
    ]
    found = mentions.compare(case({"entities": gold}, mentions=tuple(given)))
    counts = {name: each for name, each in found.counts.items() if each != Hits(0, 0, 0)}
    assert counts == {
        "strict": Hits(1, 3, 4),
        "span": Hits(2, 3, 4),
        "port": Hits(1, 2, 2),
        "zone": Hits(0, 1, 1),
        "place": Hits(0, 0, 1),
    }
    assert [start for start, _ in found.slips] == [40, 40, 50, 30]


PAPER_KEY = "111112233333"
"""The toy example of Bagga and Baldwin 1998 (figures 1 to 3): chains of five, two and five mentions."""


@pytest.mark.parametrize(
    ("response", "precision", "recall"),
    [
        pytest.param("111112222222", 16 / 21, 1.0, id="the small chain joined to a large one, 76 %"),
        pytest.param("111112211111", 7 / 12, 1.0, id="the two large chains joined, 58 %"),
        pytest.param(PAPER_KEY, 1.0, 1.0, id="as annotated"),
        pytest.param("abcdefghijkl", 1.0, 3 / 12, id="no links"),
    ],
)
def test_b_cubed_gives_the_figures_of_its_paper(response: str, precision: float, recall: float) -> None:
    found = linking.b_cubed(PAPER_KEY, response)
    assert (found.precision / found.n, found.recall / found.n) == pytest.approx((precision, recall))
    f1 = measure([found], layer="l", metric="b3", gold="g", version="v")[2].value
    assert f1 == pytest.approx(2 * precision * recall / (precision + recall), abs=1e-4)


def test_linking_is_over_found_spans_and_unlinked_mentions_stand_alone() -> None:
    gold = [gold_mention(20 + 10 * n, 25 + 10 * n, "port", name) for n, name in enumerate("AAABB")]
    given = [
        mention(20, 25, "port", "one"),
        mention(30, 35, "place", "one"),
        mention(40, 45, "port", None),
        mention(50, 55, "port", "one"),
        mention(61, 65, "port", "two"),  # not found
    ]
    found = linking.compare(case({"entities": gold}, mentions=tuple(given)))
    counts = found.counts["b3"]
    assert isinstance(counts, Clusters)
    assert (counts.precision, counts.recall, counts.n) == pytest.approx(
        (2 / 3 + 2 / 3 + 1 + 1 / 3, 2 / 3 * 2 + 1 / 3 + 1, 4)
    )
    assert [start for start, _ in found.slips] == [40, 50]


def test_titles_count_where_annotated_and_offices_where_the_person_was_found() -> None:
    gold = [
        gold_mention(20, 25, "person", title="vice minister\nof Transport", official=True),
        gold_mention(30, 35, "person", title="Dr.", official=True),
        gold_mention(40, 45, "person", title="", official=False),
        gold_mention(50, 55, "person", title="Captain", official=True),
        gold_mention(60, 65, "port"),
    ]
    given = [
        mention(20, 25, "person", title="vice minister of Transport", official=True),
        mention(30, 35, "person", title="dr.", official=False),
        mention(40, 45, "person", official=None),
        mention(60, 65, "person", official=True),
    ]
    found = persons.compare(case({"entities": gold}, mentions=tuple(given)))
    assert found.counts == {"title accuracy": Share(1, 3), "official accuracy": Share(2, 3)}
    assert [start for start, _ in found.slips] == [30, 30, 50]


def given_turn(start: int, end: int) -> Turn:
    return Turn(
        turn_id=f"t{start}",
        briefing_id="a",
        seq=1,
        themes_tried=True,
        role=Role.OFFICIAL,
        kind=Kind.ANSWER,
        page=1,
        start=start,
        end=end,
        n_words=30,
        text="",
    )


def tag(turn: str, label: str) -> ThemeTag:
    return ThemeTag(
        briefing_id="a",
        turn_id=turn,
        codebook="cap",
        rank=1,
        code="1",
        label=label,
        score=1,
        uncertain=False,
        method="cue",
    )


@pytest.mark.parametrize(
    ("codes", "given", "expected"),
    [
        pytest.param(["health", "labor"], [("t19", "health"), ("t19", "housing")], Hits(1, 2, 2), id="one of two"),
        pytest.param([], [("t19", "health")], Hits(0, 0, 1), id="a theme where there is none"),
        pytest.param(["health"], [], Hits(0, 1, 0), id="none where there is one"),
        pytest.param(["health"], [("t110", "health")], Hits(0, 1, 0), id="turns that are not annotated do not count"),
    ],
)
def test_themes_are_counted_by_label(codes: list[str], given: list[tuple[str, str]], expected: Hits) -> None:
    tags = tuple(tag(*each) for each in given)
    turns = (given_turn(19, 100), given_turn(110, 120))
    found = themes.compare(case({"themes": [{"turn": 0, "codes": codes}]}, turns=turns, themes=tags))
    assert found.counts == {"label": expected}
    assert len(found.slips) == 1


def test_a_turn_that_was_not_found_misses_its_themes() -> None:
    marks = {"themes": [{"turn": 0, "codes": ["health", "labor"]}]}
    found = themes.compare(case(marks, turns=(given_turn(19, 90),), themes=(tag("t19", "health"),)))
    assert found.counts == {"label": Hits(0, 2, 0)}


def commitment(start: int, end: int, action: str) -> Commitment:
    return Commitment(
        commitment_id=f"c{start}",
        briefing_id="a",
        turn_id="t",
        sentence_id="s",
        start=start,
        end=end,
        actor="we",
        action=action,
        modality=Modality.WILL,
        specificity=0,
        text="",
    )


def test_commitments_match_at_half_overlap_and_verbs_are_compared_on_these() -> None:
    gold = [
        {"start": start, "end": start + 10, "action": action, "actor": "we"}
        for start, action in ((20, "build"), (40, "open"), (60, "train"))
    ]
    given = (commitment(20, 25, "Build"), commitment(38, 50, "widen"), commitment(60, 64, "train"))
    found = commitments.compare(case({"commitments": gold}, commitments=given))
    assert found.counts == {"clause": Hits(2, 3, 3), "action accuracy": Share(1, 2)}
    assert [start for start, _ in found.slips] == [60, 60, 40]


def figure(start: int, end: int, value: float, unit: str, change: Change | None = None) -> Figure:
    return Figure(
        figure_id=f"f{start}",
        briefing_id="a",
        turn_id="t",
        sentence_id="s",
        start=start,
        end=end,
        value=value,
        bound=Bound.EXACT,
        unit=unit,
        unit_kind="count",
        change=change,
        text="",
    )


def gold_figure(start: int, end: int, value: float, unit: str, change: str = "") -> dict[str, Any]:
    return {"start": start, "end": end, "value": value, "unit": unit, "change": change}


def test_figures_match_at_a_fifth_and_value_unit_and_change_come_on_top() -> None:
    gold = [
        gold_figure(20, 30, 4.5, "percent", "increase"),
        gold_figure(40, 50, 12.6e6, "tonne"),
        gold_figure(60, 70, 340, "meter"),
        gold_figure(80, 90, 2, "percent", "decrease"),
        gold_figure(95, 99, 3, "berth"),
    ]
    given = (
        figure(20, 22, 4.5, "Percent", Change.INCREASE),
        figure(40, 50, 12.6e6 + 1, "ton"),
        figure(60, 70, 341, "meter", Change.INCREASE),
        figure(80, 90, 2, "percent"),
    )
    found = figures.compare(case({"figures": gold}, figures=given))
    assert found.counts == {
        "span": Hits(4, 5, 4),
        "value": Hits(3, 5, 4),
        "value and unit": Hits(2, 5, 4),
        "change": Hits(1, 2, 2),
        "change accuracy": Share(2, 4),
    }
    assert [what.split(" ")[0] for _, what in found.slips] == ["missed", "unit", "value", "change", "change"]


@pytest.mark.parametrize(
    ("gold", "given", "same"),
    [
        (1e9, 1e9 + 999, True),
        (1e9, 1e9 + 1100, False),
        (0.1 + 0.2, 0.3, True),
        (-3, -3, True),
        (0, 0, True),
        (0, 1e-9, False),
    ],
)
def test_values_are_the_same_within_a_millionth(gold: float, given: float, same: bool) -> None:
    (one,) = case({"figures": [gold_figure(20, 30, gold, "x")]}).gold.figures
    assert figures.same_value(one, figure(20, 30, given, "x")) is same
