"""SQL over the published tables."""

from pathlib import Path
from typing import Any

import duckdb

from pipeline.analyse.load import load_tables
from pipeline.errors import UsageError


def query(out: str | Path, statement: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Return the columns and rows of an SQL statement over the tables of an output folder.

    Each table is a view of its name; files are read, never written.

    Raises:
        UsageError: The folder holds no tables, or the statement is not valid; says what DuckDB said.
    """
    tables = load_tables(out)
    with duckdb.connect() as connection:
        try:
            for name in tables:
                path = (tables.folder / f"{name}.parquet").as_posix().replace("'", "''")
                connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")  # noqa: S608 - our files
            _check_reads(connection, statement, tables=", ".join(tables))
            cursor = connection.execute(statement)
            columns = tuple(column[0] for column in cursor.description or ())
            return columns, cursor.fetchall()
        except duckdb.Error as error:
            raise UsageError(
                f"{error}\ntables are {', '.join(tables)}; columns are in tables/datapackage.json"
            ) from error


def _check_reads(connection: duckdb.DuckDBPyConnection, statement: str, *, tables: str) -> None:
    """Check that a statement is one, and only reads."""
    statements = connection.extract_statements(statement)
    if not statements:
        raise UsageError(f"no statement given; ask with SELECT; tables are {tables}")
    if len(statements) != 1:
        raise UsageError(f"{len(statements)} statements given; give one at a time")
    if statements[0].type != duckdb.StatementType.SELECT:  # SHOW, DESCRIBE and SUMMARIZE are SELECT, too
        kind = statements[0].type.name
        raise UsageError(f"only reading is allowed, and this is a statement of type {kind}; ask with SELECT")
