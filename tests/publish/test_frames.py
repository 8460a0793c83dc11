"""What the SQL derives from the store."""

from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import pytest

from pipeline.errors import StoreError
from pipeline.publish.frames import published_rows, published_views
from pipeline.publish.schema import load_schemas

FIRST, SECOND = "demo/2031-04-02-harbour", "demo/2031-05-07-harbour"
APRIL, MAY = date(2031, 4, 2), date(2031, 5, 7)
PAIRS = (
    ("institute:brindle-institute", "person:tomas-reed"),
    ("institute:brindle-institute", "port:brindle"),
    ("person:tomas-reed", "port:brindle"),
)
Fetch = Callable[[str], list[tuple[Any, ...]]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param(
            "SELECT briefing_id, publisher, title, held_on, published_on, dated_on, date_basis, synthetic "
            "FROM briefings",
            [
                (FIRST, "Harbour Office", None, APRIL, None, APRIL, "held_on", True),
                (SECOND, "Harbour Office", None, None, MAY, MAY, "published_on", True),
            ],
            id="header first, provenance where it is silent, an empty title is unknown",
        ),
        pytest.param(
            "SELECT n_turns, n_words FROM briefings",
            [(3, 26), (1, 10)],
            id="words and turns are counted",
        ),
        pytest.param(
            "SELECT entity_id, n_mentions, n_briefings, first_dated_on FROM entities",
            [
                ("institute:brindle-institute", 2, 1, APRIL),
                ("person:ada-quill", 1, 1, APRIL),
                ("person:lena-moss", 0, 0, None),
                ("person:otto-finch", 0, 0, None),
                ("person:tomas-reed", 1, 1, APRIL),
                ("port:brindle", 3, 2, APRIL),
            ],
            id="an entity is one row over all briefings, speakers who are never mentioned too",
        ),
        pytest.param(
            "SELECT name, subtype, country FROM entities WHERE entity_id = 'port:brindle'",
            [("Brindle", "dry port", "NO")],
            id="of equally frequent values the first in the alphabet, and what is known beats null",
        ),
        pytest.param("SELECT * FROM aliases", [("port:brindle", "Port Brindle", "gazetteer", 3)], id="aliases summed"),
        pytest.param(
            "SELECT entity_id, title, organization, n_mentions, n_turns, n_turns_spoken, n_briefings, first_dated_on, "
            "last_dated_on FROM officials",
            [
                ("person:ada-quill", "Director of Ports", "Brindle Institute", 1, 0, 2, 2, APRIL, MAY),
                ("person:lena-moss", None, None, 0, 0, 1, 1, MAY, MAY),
            ],
            id="officials with the latest office, by day, then position",
        ),
        pytest.param(
            "SELECT entity_id, n_mentions, n_turns, n_briefings, first_dated_on, last_dated_on FROM ports",
            [("port:brindle", 3, 3, 2, APRIL, MAY)],
            id="ports",
        ),
        pytest.param(
            "SELECT entity_id, n_turns, last_dated_on FROM institutes",
            [("institute:brindle-institute", 2, APRIL)],
            id="institutes",
        ),
        pytest.param(
            "SELECT * FROM comentions",
            [(*pair, level, 1, 1) for pair in PAIRS for level in ("exchange", "turn")],
            id="pairs of entities, each once a turn and once an exchange",
        ),
        pytest.param(
            "SELECT briefing_id, seq FROM turns",
            [(FIRST, 1), (FIRST, 2), (FIRST, 3), (SECOND, 1)],
            id="rows are sorted by briefing and position",
        ),
        pytest.param("SELECT count(*) FROM merge_candidates", [(0,)], id="no merge is proposed"),
    ],
)
def test_published_rows(fetch: Fetch, query: str, expected: list[tuple[Any, ...]]) -> None:
    assert fetch(query) == expected


def test_a_subtype_is_taken_from_briefings_that_agree_on_the_type(
    store: duckdb.DuckDBPyConnection, fetch: Fetch
) -> None:
    rows = [("a", "place", "city"), ("b", "port", "airport"), ("c", "port", None), ("d", "place", "city")]
    rows += [("e", "port", None)]
    for briefing, kind, subtype in rows:
        store.execute("INSERT INTO entities VALUES (?, 'q:1', ?, ?, 'Mull', NULL, NULL)", [briefing, kind, subtype])
    found = fetch("SELECT type, subtype FROM entities WHERE entity_id = 'q:1'")
    assert found == [("port", "airport")]


def test_a_source_without_header_is_published_with_what_is_known(
    store: duckdb.DuckDBPyConnection, fetch: Fetch
) -> None:
    store.execute("DELETE FROM headers")
    found = fetch("SELECT style, language, dated_on, synthetic FROM briefings")
    assert found == [(None, None, None, True), (None, None, MAY, True)]


def test_views_are_gone_afterwards(store: duckdb.DuckDBPyConnection) -> None:
    with published_views(store):
        inside = store.execute("SELECT count(*) FROM published_entities").fetchall()
    after = store.execute("SELECT view_name FROM duckdb_views() WHERE view_name LIKE 'published%'").fetchall()
    assert (inside, after) == ([(6,)], [])


@pytest.mark.parametrize("lost", ["mentions", "turns", "notes"])
def test_a_store_without_a_table_is_an_error_that_names_it(store: duckdb.DuckDBPyConnection, lost: str) -> None:
    store.execute(f"DROP TABLE {lost}")
    with pytest.raises(StoreError, match=lost), published_views(store):
        published_rows(store, load_schemas()[lost])
