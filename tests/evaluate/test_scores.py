"""From counts to metrics and intervals."""

import csv
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import UsageError
from pipeline.evaluate.scores import (
    SEED,
    Clusters,
    Counts,
    Hits,
    Score,
    Share,
    interval,
    measure,
    score_rows,
    write_scores,
)
from pipeline.publish.schema import load_schemas


def scores(*counts: Counts) -> dict[str, Score]:
    return {each.metric: each for each in measure(counts, layer="l", metric="m", gold="g", version="v")}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param([Hits(3, 4, 6)], {"m precision": 0.5, "m recall": 0.75, "m f1": 0.6}, id="hits"),
        pytest.param(
            [Hits(1, 1, 1), Hits(2, 3, 5)], {"m precision": 0.5, "m recall": 0.75, "m f1": 0.6}, id="micro-averaged"
        ),
        pytest.param([Hits(0, 0, 2)], {"m precision": 0.0, "m recall": None, "m f1": 0.0}, id="none annotated"),
        pytest.param([Hits(0, 2, 0)], {"m precision": None, "m recall": 0.0, "m f1": 0.0}, id="none given"),
        pytest.param([Hits(0, 0, 0)] * 3, {"m precision": None, "m recall": None, "m f1": None}, id="nothing at all"),
        pytest.param([Share(1, 4), Share(2, 2)], {"m": 0.5}, id="share"),
        pytest.param([Share(0, 0)] * 2, {"m": None}, id="share of nothing"),
        pytest.param([Clusters(3.0, 1.0, 4)], {"m precision": 0.75, "m recall": 0.25, "m f1": 0.375}, id="clusters"),
        pytest.param(
            [Clusters(0.0, 0.0, 0)], {"m precision": None, "m recall": None, "m f1": None}, id="clusters of nothing"
        ),
    ],
)
def test_values_are_sums_divided_and_undefined_ones_are_none(
    counts: list[Counts], expected: dict[str, float | None]
) -> None:
    assert {name: each.value for name, each in scores(*counts).items()} == expected


def test_n_counts_what_was_annotated() -> None:
    assert {each.n for each in scores(Hits(1, 2, 9), Hits(0, 3, 0)).values()} == {5}
    assert scores(Share(1, 4))["m"].n == 4


def test_interval_is_the_same_each_time_and_holds_the_value() -> None:
    counts = [Hits(n, 10, 10) for n in (9, 8, 3, 7, 10, 6, 8, 5)]
    once, again = scores(*counts), scores(*counts)
    assert once == again
    score = once["m f1"]
    assert score.value is not None
    assert score.lower is not None
    assert score.upper is not None
    assert 0.3 <= score.lower < score.value < score.upper <= 1.0


def test_interval_is_that_of_drawing_whole_texts() -> None:
    table = np.array([[0.0, 1.0], [1.0, 1.0], [1.0, 1.0], [0.0, 5.0]])
    draws = np.random.default_rng(SEED).multinomial(4, [0.25] * 4, size=1000)
    by_hand = sorted(sum(n * row[0] for n, row in zip(draw, table, strict=True))
                     / sum(n * row[1] for n, row in zip(draw, table, strict=True)) for draw in draws)  # fmt: skip
    low, high = interval(table, lambda sums: sums[..., 0] / sums[..., 1])
    assert (low, high) == pytest.approx(tuple(np.quantile(by_hand, [0.025, 0.975])), abs=1e-4)


def test_interval_of_like_texts_is_a_point_and_of_one_text_unknown() -> None:
    same = scores(*[Share(1, 2)] * 5)["m"]
    assert (same.lower, same.value, same.upper) == (0.5, 0.5, 0.5)
    one = scores(Share(1, 2))["m"]
    assert (one.lower, one.value, one.upper) == (None, 0.5, None)


def test_resamples_without_any_item_are_left_out() -> None:
    score = scores(Share(1, 1), *[Share(0, 0)] * 9)["m"]
    assert (score.lower, score.value, score.upper) == (1.0, 1.0, 1.0)


def test_scores_are_written_with_the_columns_of_quality_and_without_undefined_ones(tmp_path: Path) -> None:
    rows = (*scores(Share(1, 3), Share(1, 3)).values(), *scores(Share(0, 0)).values())
    write_scores(tmp_path / "q.csv", rows)
    with (tmp_path / "q.csv").open(encoding="utf-8", newline="") as file:
        header, *written = list(csv.reader(file))
    assert header == list(load_schemas()["quality"].columns)
    assert written == [["l", "m", "g", "6", "0.3333", "0.3333", "0.3333", "v"]]
    assert score_rows(rows)[1] == ("l", "m", "g", "0", "", "", "")


def test_a_file_that_cannot_be_written_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"q\.csv: cannot be written \(No such file"):
        write_scores(tmp_path / "none" / "q.csv", [])
