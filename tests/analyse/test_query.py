"""SQL over the published tables."""

import hashlib
from pathlib import Path

import pytest

from pipeline.analyse.query import query
from pipeline.errors import BriefingsError, UsageError
from pipeline.publish.schema import TABLE_NAMES

WHO_SPOKE = """
SELECT speaker_label, count(*) AS turns, sum(n_words)::BIGINT AS words
FROM turns WHERE briefing_id = 'isles/2021-06-02-tariff' GROUP BY ALL ORDER BY words DESC
"""


def test_who_spoke(outputs: Path) -> None:
    assert query(outputs, WHO_SPOKE) == (
        ("speaker_label", "turns", "words"),
        [("Spokesperson Linnea Osei", 2, 24), ("Tidewater Daily", 2, 14)],
    )


def test_every_table_can_be_asked_and_joined(outputs: Path) -> None:
    counted = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in TABLE_NAMES)  # noqa: S608
    _, rows = query(outputs, counted)
    assert [name for name, _ in rows] == list(TABLE_NAMES)
    (named,) = query(
        outputs,
        "SELECT count(*) FROM mentions JOIN entities USING (entity_id) WHERE entities.name = 'Larkhaven Port'",
    )[1]
    assert named[0] >= 3


def test_a_folder_with_a_quote_in_its_name_can_be_asked(outputs: Path, tmp_path: Path) -> None:
    folder = tmp_path / "linnea's [out]"
    (folder / "tables").mkdir(parents=True)
    (folder / "tables" / "turns.parquet").write_bytes((outputs / "tables" / "turns.parquet").read_bytes())
    assert query(folder, "SELECT count(*) > 8 FROM turns")[1] == [(True,)]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("SELEC 1", "syntax error"),
        ("SELECT nothing FROM turns", "nothing"),
        ("SELECT * FROM speeches", "speeches"),
        ("SELECT CAST(text AS INTEGER) FROM turns", "Could not convert"),
        pytest.param(" ", "no statement"),
    ],
)
def test_a_wrong_statement_says_what_is_wrong_and_names_the_tables(outputs: Path, statement: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        query(outputs, statement)
    assert "tables are briefings, pages, " in str(caught.value)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM turns",
        "INSERT INTO turns SELECT * FROM turns",
        pytest.param("COPY (SELECT 1) TO '{tables}/turns.parquet' (FORMAT parquet)"),
    ],
)
def test_files_are_read_and_never_written(outputs: Path, tmp_path: Path, statement: str) -> None:
    tables = tmp_path / "tables"
    tables.mkdir()
    content = (outputs / "tables" / "turns.parquet").read_bytes()
    (tables / "turns.parquet").write_bytes(content)
    with pytest.raises(UsageError):
        query(tmp_path, statement.format(tables=tables))
    assert hashlib.sha256((tables / "turns.parquet").read_bytes()).digest() == hashlib.sha256(content).digest()


def test_a_folder_without_tables_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="run `briefings run` first"):
        query(tmp_path, "SELECT 1")


def test_a_damaged_table_is_an_error_of_the_library(outputs: Path, tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "turns.parquet").write_bytes((outputs / "tables" / "turns.parquet").read_bytes()[:500])
    with pytest.raises(BriefingsError, match=r"turns\.parquet"):
        query(tmp_path, "SELECT count(*) FROM turns")
