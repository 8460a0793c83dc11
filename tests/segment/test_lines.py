"""Lines of a text, and the paragraphs that they make."""

import pytest

from pipeline.records import NoteKind
from pipeline.segment.lines import Line, line_kind, paragraphs, split_lines
from pipeline.segment.styles import Style, load_styles


@pytest.fixture(scope="module")
def style() -> Style:
    return next(style for style in load_styles() if style.name == "names")


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("", []),
        ("\n \n\t\n", []),
        ("one", [(0, 3, "one")]),
        ("one\ntwo\n", [(0, 3, "one"), (4, 7, "two")]),
        ("  one  \n\n\n two", [(2, 5, "one"), (11, 14, "two")]),
        ("\t\none two \n", [(2, 9, "one two")]),
        ("né\nß ü", [(0, 2, "né"), (3, 6, "ß ü")]),
    ],
)
def test_lines_are_stripped_and_keep_their_place(view: str, expected: list[tuple[int, int, str]]) -> None:
    lines = list(split_lines(view, wrapped=False))
    assert [(line.start, line.end, line.text) for line in lines] == expected
    assert [view[line.start : line.end] for line in lines] == [text for _, _, text in expected]
    assert all(line.opens for line in lines)


def test_offsets_are_shifted() -> None:
    assert list(split_lines("one\n two", wrapped=False, start=100)) == [Line(100, 103, "one"), Line(105, 108, "two")]


@pytest.mark.parametrize(
    ("view", "opens"),
    [
        ("one\ntwo\nthree", [True, False, False]),
        ("one\n\ntwo\nthree", [True, True, False]),
        ("one\n  \ntwo", [True, True]),
        ("one  \ntwo\nthree", [True, True, False]),
        ("one \ntwo", [True, False]),
        ("\none\ntwo", [True, False]),
    ],
)
def test_which_wrapped_lines_open_a_paragraph(view: str, opens: list[bool]) -> None:
    assert [line.opens for line in split_lines(view, wrapped=True)] == opens


@pytest.mark.parametrize(
    ("view", "breaks", "expected"),
    [
        ("", (), []),
        ("one\ntwo\n\nthree\nfour", (), ["one two", "three four"]),
        ("one\n  two", (), ["one   two"]),
        ("one\ntwo\nthree", (4,), ["one", "two three"]),
        ("one\nPage 2 of 9\ntwo", (), ["one", "Page 2 of 9", "two"]),
        ("one\n\nPage 2 of 9\n\ntwo", (), ["one", "Page 2 of 9", "two"]),
        ("one\n(Laughter.)\ntwo", (), ["one (Laughter.) two"]),
        ("one\n\n(Laughter.)\n\ntwo", (), ["one", "(Laughter.)", "two"]),
        ("one  \ntwo\nthree", (), ["one", "two three"]),
    ],
)
def test_paragraphs_of_wrapped_lines(view: str, breaks: tuple[int, ...], expected: list[str], style: Style) -> None:
    lines = list(split_lines(view, wrapped=True))
    joined = list(paragraphs(lines, view, breaks=breaks, style=style))
    assert [line.text for line in joined] == expected
    assert [view[line.start : line.end].replace("\n", " ") for line in joined] == expected


def test_lines_that_are_not_wrapped_stay_apart(style: Style) -> None:
    lines = list(split_lines("one\ntwo\n\nthree", wrapped=False))
    assert list(paragraphs(lines, "one\ntwo\n\nthree", breaks=(), style=style)) == lines


def test_paragraphs_after_a_front_matter(style: Style) -> None:
    view = "---\n---\none\ntwo"
    lines = list(split_lines(view[7:], wrapped=True, start=7))
    assert list(paragraphs(lines, view, breaks=(), style=style)) == [Line(8, 15, "one two")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Page 2 of 9", NoteKind.FURNITURE),
        ("- 12 -", NoteKind.FURNITURE),
        ("2:25 P.M. EST", NoteKind.HEADER),
        ("Via Teleconference", NoteKind.HEADER),
        ("[inaudible 00:01:10]", NoteKind.STAGE),
        ("(Speaks in Norse.)", NoteKind.STAGE),
        ("Dawn at the pier. [Photo/Messenger]", NoteKind.CAPTION),
        ("Page 2 of 9 of the report is blank.", None),
        ("(Laughter.) We laughed too.", None),
        ("(The piers are closed.)", None),
        ("The pier is open.", None),
    ],
)
def test_kinds_of_lines(text: str, kind: NoteKind | None, style: Style) -> None:
    assert line_kind(Line(0, len(text), text), style) is kind


@pytest.mark.parametrize(("length", "kind"), [(400, NoteKind.FURNITURE), (401, None)])
def test_a_long_line_is_prose(length: int, kind: NoteKind | None, style: Style) -> None:
    assert line_kind(Line(0, length, "#" * length), style) is kind
