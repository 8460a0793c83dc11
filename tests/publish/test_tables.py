"""Publishing a whole store."""

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from pipeline.errors import StoreError
from pipeline.publish.files import read_table
from pipeline.publish.schema import load_schemas
from pipeline.publish.tables import publish
from pipeline.publish.validate import validate_tables


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_table_is_written_twice_and_described(out: Path) -> None:
    expected = {f"{name}.{suffix}" for name in load_schemas() for suffix in ("csv", "parquet")}
    assert set(contents(out / "tables")) == {*expected, "datapackage.json"}


def test_the_number_of_rows_is_returned(store: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    counts = publish(store, tmp_path)
    assert list(counts) == list(load_schemas())
    assert counts == {name: len(read_table(tmp_path / "tables" / f"{name}.parquet")) for name in counts}
    assert (counts["turns"], counts["mentions"], counts["quality"]) == (4, 8, 0)


def test_equal_rows_give_equal_bytes(store: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    publish(store, tmp_path / "one")
    store.execute("CREATE TABLE turned AS SELECT * FROM mentions ORDER BY start DESC")
    store.execute("DELETE FROM mentions")
    store.execute("INSERT INTO mentions SELECT * FROM turned")
    publish(store, tmp_path / "two")
    assert contents(tmp_path / "one" / "tables") == contents(tmp_path / "two" / "tables")


@pytest.mark.parametrize("name", load_schemas())
def test_parquet_columns_are_those_of_the_schema(out: Path, name: str) -> None:
    found = pq.read_schema(out / "tables" / f"{name}.parquet")
    assert found.remove_metadata().equals(load_schemas()[name].arrow_schema)


def test_an_empty_store_gives_tables_without_rows(empty_store: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert set(publish(empty_store, tmp_path).values()) == {0}
    assert validate_tables(tmp_path / "tables") == []
    for name, table in load_schemas().items():
        assert pq.read_schema(tmp_path / "tables" / f"{name}.parquet").names == list(table.columns)
        assert tuple(read_table(tmp_path / "tables" / f"{name}.csv").columns) == table.columns


def test_a_folder_that_cannot_be_written_is_an_error(store: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be written"):
        publish(store, tmp_path / "out")
