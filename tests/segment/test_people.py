"""The people that headers name, and the dates in their lines."""

from datetime import date

import pytest

from pipeline.records import SpeakerMethod
from pipeline.resources import load_titles
from pipeline.segment.dates import ends_dated, has_weekday, is_bare, is_posting_time, parse_date, parse_day
from pipeline.segment.participants import find_people, is_listed, read_entry, read_pair, spelled_alike
from pipeline.segment.styles import Style, load_styles
from pipeline.titles import TitleIndex


@pytest.fixture(scope="module")
def titles() -> TitleIndex:
    return TitleIndex(load_titles())


@pytest.fixture(scope="module")
def style() -> Style:
    return next(style for style in load_styles() if style.name == "names")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Anselm Torvik, vice minister of canals", ("Anselm Torvik", "Mr", "vice minister of canals")),
        ("Mr Anselm Torvik, vice minister of canals;", ("Anselm Torvik", "Mr", "vice minister of canals")),
        ("Anselm Torvik, vice minister of canals.", ("Anselm Torvik", None, "vice minister of canals")),
        ("• Dr. Odile Brandt, head of the bureau", ("Odile Brandt", "Dr", "head of the bureau")),
        ("- Prof. Odile Brandt , head of it", ("Odile Brandt", "Prof", "head of it")),
        ("Shri Ravindra Solanki, Official Spokesperson", ("Ravindra Solanki", "Shri", "Official Spokesperson")),
        ("Ms. Inês da Rocha, envoy", ("Inês da Rocha", "Ms", "envoy")),
        ("Élodie O’Hare-Lind, mayor, harbour chief", ("Élodie O’Hare-Lind", None, "mayor, harbour chief")),
        ("Anselm Torvik", None),
        ("anselm torvik, vice minister", None),
        ("The piers were closed, and nobody sailed", None),
        ("Anselm Torvik, " + "minister " * 70, None),
        ("", None),
    ],
)
def test_entries(text: str, expected: tuple[str, str | None, str] | None) -> None:
    for chairs in (False, True):
        entry = read_entry(text, chairs=chairs)
        if expected is None:
            assert entry is None
        else:
            assert entry is not None
            assert (entry.name, entry.honorific, entry.title) == expected
            assert (entry.chairs, entry.method) == (chairs, SpeakerMethod.HEADER)


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("Anselm Torvik, vice minister of canals", True),
        ("Anselm Torvik, Minister of Canals", True),
        ("Anselm Torvik, the Minister of Canals", True),
        ("Anselm Torvik, Larkhaven", False),
        ("Larkhaven, Coral Islands", False),
        ("Anselm Per Olaf Emil Torvik, minister", False),
    ],
)
def test_which_entries_need_no_field(text: str, listed: bool, titles: TitleIndex) -> None:
    entry = read_entry(text, chairs=False)
    assert entry is not None
    assert is_listed(entry, titles) is listed


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Anselm Torvik", "Minister for Canals", ("Anselm Torvik", "Minister for Canals")),
        pytest.param(
            "Anselm Torvik",
            "The Minister for Canals",
            ("Anselm Torvik", "Minister for Canals"),
        ),
        ("The Hon. Odile Brandt MP", "Premier of Quoll Bay", ("Odile Brandt", "Premier of Quoll Bay")),
        ("Hon Odile Brandt AO MP", "Treasurer", ("Odile Brandt", "Treasurer")),
        ("Torvik", "Minister for Canals", None),
        ("Anselm Torvik", "The piers are open.", None),
        ("the northern pier", "Minister for Canals", None),
        ("Prime Minister", "Minister for Canals", None),
        ("Anselm Per Olaf Emil Torvik", "Minister for Canals", None),
    ],
)
def test_pairs_of_lines(first: str, second: str, expected: tuple[str, str] | None, titles: TitleIndex) -> None:
    pair = read_pair(first, second, titles)
    assert (None if pair is None else (pair.name, pair.title)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Press Briefing by Press Secretary Alma Brandt", [("Alma Brandt", None, "Press Secretary")]),
        (
            "Foreign Ministry Spokesperson Jin Meihua’s Regular Press Conference on June 2, 2031",
            [("Jin Meihua", None, "Foreign Ministry Spokesperson")],
        ),
        ("Press Conference by Foreign Minister Kenta Morioka", [("Kenta Morioka", None, "Foreign Minister")]),
        (
            "Remarks by Secretary of Homeland Security Oriel Haas on the Storm",
            [("Oriel Haas", None, "Secretary of Homeland Security")],
        ),
        pytest.param(
            "remarks by the Secretary for Harbours, Mr Lam Tsz-hin, at a media session",
            [("Lam Tsz-hin", "Mr", "Secretary for Harbours")],
            marks=pytest.mark.xfail(strict=True, reason="an office before a comma and the honorific is lost"),
        ),
        ("(spokesperson Alma Brandt’s answers)", [("Alma Brandt", None, "spokesperson")]),
        pytest.param(
            "a briefing by spokesperson Alma Brandt today",
            [("Alma Brandt", None, "spokesperson")],
        ),
        (
            "transcript of the briefing by Amaro Quill, Spokesman for the Secretary-General.",
            [("Amaro Quill", None, "Spokesman for the Secretary-General")],
        ),
        ("Mirela Santos, President of the Bank, in Frankfurt", [("Mirela Santos", None, "President of the Bank")]),
        (
            "Remarks by President Oleg Sazonov and Minister Oriel Haas",
            [("Oleg Sazonov", None, "President"), ("Oriel Haas", None, "Minister")],
        ),
        ("Briefing on the harbours of the eastern coast", []),
        ("Press Conference of the Ministry of Canals", []),
        ("", []),
    ],
)
def test_people_in_sentences(
    text: str, expected: list[tuple[str, str | None, str | None]], titles: TitleIndex, style: Style
) -> None:
    people = list(find_people(text, titles, style, method=SpeakerMethod.TITLE))
    assert [(each.name, each.honorific, each.title) for each in people] == expected
    assert {each.method for each in people} <= {SpeakerMethod.TITLE}
    assert not any(each.chairs for each in people)


@pytest.mark.parametrize(
    ("name", "folded"), [("Lam Tsz-hin", "lam tsz hin"), ("Odile  Brandt.", "odile brandt"), ("BRANDT", "brandt")]
)
def test_names_are_folded(name: str, folded: str) -> None:
    assert spelled_alike(name) == folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("May 3, 2031", date(2031, 5, 3)),
        ("Sept. 3, 2031", date(2031, 9, 3)),
        ("Coastal Messenger,October 19,2031", date(2031, 10, 19)),
        ("June 2nd 2031", date(2031, 6, 2)),
        ("12 September 2031", date(2031, 9, 12)),
        ("3rd May, 2031", date(2031, 5, 3)),
        ("2031-04-28 19:13", date(2031, 4, 28)),
        ("2031/4/8", date(2031, 4, 8)),
        ("05/03/2031", date(2031, 5, 3)),
        ("held on May 3, 2031, published on May 4, 2031", date(2031, 5, 3)),
        ("February 30, 2031", None),
        ("May 2031", None),
        ("May 3", None),
        ("Page 3 of 2031", None),
        ("", None),
    ],
)
def test_dates(text: str, expected: date | None) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at a media session today (April 8):", date(2031, 4, 8)),
        ("on 8 April at noon", date(2031, 4, 8)),
        ("on Dec. 1st", date(2031, 12, 1)),
        ("on February 29", None),
        ("in April", None),
    ],
)
def test_days_of_a_year(text: str, expected: date | None) -> None:
    assert parse_day(text, year=2031) == expected


@pytest.mark.parametrize(
    ("text", "weekday", "posting", "dated", "bare"),
    [
        ("Tuesday, April 8, 2031", True, False, False, True),
        ("July 7, 2031 (AM)", False, False, False, True),
        ("2031-04-28 19:13", False, True, False, False),
        ("2031-04-28 19:13:05", False, True, False, False),
        ("The piers are open.  May 3, 2031", False, False, True, False),
        ("The piers open on May 3, 2031", False, False, False, False),
        ("Sundays are quiet here", False, False, False, False),
        ("", False, False, False, True),
    ],
)
def test_lines_with_dates(text: str, weekday: bool, posting: bool, dated: bool, bare: bool) -> None:
    assert (has_weekday(text), is_posting_time(text), ends_dated(text), is_bare(text)) == (
        weekday,
        posting,
        dated,
        bare,
    )
