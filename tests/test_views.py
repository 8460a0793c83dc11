"""Words, views and ids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ids import briefing_id, entity_id, row_id, slug
from pipeline.views import blank, count_words, is_hard_wrapped, make_view

WRAPPED = """\
The harbour office said on Monday that the two ferries which had been
laid up since the autumn would sail again before the end of the month,
and that the crews had been told.

Nobody at the quay was able to say when the third ferry, which had been
sold in the spring, would come back from the yard in the north.
"""


@pytest.mark.parametrize(
    ("text", "n"),
    [("", 0), ("ice-free ports, don't", 3), ("China’s 1.5 percent", 4), ("—", 0), ("深圳 port", 2)],
)
def test_words_are_counted(text: str, n: int) -> None:
    assert count_words(text) == n


@given(st.text())
def test_a_view_has_the_length_of_its_text(text: str) -> None:
    assert len(make_view(text)) == len(text)


def test_hard_wrapped_lines_become_paragraphs() -> None:
    view = make_view(WRAPPED)
    assert is_hard_wrapped(WRAPPED)
    assert len(view) == len(WRAPPED)
    assert [line.strip().endswith(("told.", "north.")) for line in view.split("\n") if line.strip()] == [True, True]


def test_short_lines_stay_lines() -> None:
    text = "Speakers:\nAnselm Torvik\nOdile Brandt\nDate:\nMay 3, 2021\n"
    assert make_view(text) == text


def test_exotic_spaces_become_plain() -> None:
    assert make_view("MS.\u00a0BRANDT:\u2003Good\u202fday\ufeff\u00ad") == "MS. BRANDT: Good day  "


@pytest.mark.parametrize(
    ("spans", "expected"),
    [([(1, 3)], "a  def"), ([(0, 2), (1, 3)], "   def"), ([(4, 6), (0, 1)], " bcd  "), ([], "abcdef")],
)
def test_spans_are_blanked(spans: list[tuple[int, int]], expected: str) -> None:
    assert blank("abcdef", spans) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("scio/2023-09-21 Hetao", "scio/2023-09-21-hetao"),
        ("a/Ünïcode__x", "a/ünïcode-x"),
        ("x/深圳", "x/深圳"),
        ("ﬁle", "file"),
    ],
)
def test_briefing_ids_are_slugs(path: str, expected: str) -> None:
    assert briefing_id(path) == expected


def test_row_and_entity_ids() -> None:
    assert row_id("a/b", "t", 42) == "a/b#t0000042"
    assert entity_id("port", "Larkhaven Port", synthetic=True) == "synthetic:port:larkhaven-port"
    assert slug("O'Neil & Co.") == "o-neil-co"
