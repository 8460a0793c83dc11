"""Keyword in context."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline import load_tables
from pipeline.analyse.kwic import kwic
from pipeline.errors import UsageError

TEXTS = [
    "The pier of Larkhaven\nPort was closed.\n\nThe Pier is open. A pier-head stood there.",
    "No pierced hull, no piers; the pier\u00a0of\tLarkhaven, C++ (pier) and pier_2.",
    None,
]


def turns(texts: list[str | None]) -> pd.DataFrame:
    rows = [
        {"turn_id": f"t{n}", "briefing_id": "b", "speaker_label": None, "start": 100 * n, "text": text}
        for n, text in enumerate(texts)
    ]
    return pd.DataFrame(rows).astype({"text": "string", "speaker_label": "string"})


def found(words: str, **options: Any) -> list[tuple[str, int, str]]:
    frame = kwic(turns(TEXTS), words, **options)
    return list(zip(frame["turn_id"], frame["start"], frame["match"], strict=True))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # Whole words only: a hyphen ends one, an underscore does not.
        ("pier", [("t0", 4, "pier"), ("t0", 44, "Pier"), ("t0", 60, "pier"), ("t1", 131, "pier"), ("t1", 155, "pier")]),
        # Any white space stands between words: a line break, a no-break space, a tab.
        ("Larkhaven Port", [("t0", 12, "Larkhaven Port")]),
        ("pier of Larkhaven", [("t0", 4, "pier of Larkhaven"), ("t1", 131, "pier of Larkhaven")]),
        ("pier  of\nLarkhaven", [("t0", 4, "pier of Larkhaven"), ("t1", 131, "pier of Larkhaven")]),
        ("closed. The", [("t0", 31, "closed.  The")]),
        # What looks like a pattern is none.
        ("pier.", []),
        ("C++", [("t1", 150, "C++")]),
        ("(pier)", [("t1", 154, "(pier)")]),
        ("p.er", []),
        ("harbour", []),
    ],
)
def test_words_are_found_as_whole_words_over_any_white_space(words: str, expected: list[tuple[str, int, str]]) -> None:
    assert found(words) == expected


def test_capitals_count_when_asked() -> None:
    assert found("Pier", ignore_case=False) == [("t0", 44, "Pier")]
    assert len(found("PIER")) == len(found("pier"))


@pytest.mark.parametrize(
    ("width", "left", "right"), [(6, "er of ", " was c"), (0, "", ""), (100, "The pier of ", TEXTS[0])]
)
def test_context_is_as_wide_as_asked_and_ends_with_the_turn(width: int, left: str, right: str) -> None:
    (row,) = kwic(turns(TEXTS), "Larkhaven Port", width=width).to_dict("records")
    assert row["left"] == left
    assert row["right"] == (right if width < 100 else right[26:].replace("\n", " "))


def test_start_points_into_the_stored_text(outputs: Path) -> None:
    tables = load_tables(outputs)
    rows = kwic(tables.turns, "larkhaven port").to_dict("records")
    assert [row["briefing_id"] for row in rows] == ["isles/2021-05-03-ports"] * 3
    text = (outputs / "texts" / "isles" / "2021-05-03-ports.txt").read_text(encoding="utf-8")
    assert {text[row["start"] : row["start"] + len(row["match"])] for row in rows} == {"Larkhaven Port"}


def test_nothing_found_is_a_frame_with_the_same_columns() -> None:
    nothing, something = kwic(turns(TEXTS), "harbour"), kwic(turns(TEXTS), "pier")
    assert len(nothing) == 0
    assert list(nothing.columns) == list(something.columns)


@pytest.mark.parametrize("words", ["", "  \n"])
def test_no_words_are_an_error(words: str) -> None:
    with pytest.raises(UsageError, match="no words to search for"):
        kwic(turns(TEXTS), words)
