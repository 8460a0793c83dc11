"""The published tables, derived from the store by SQL: one file in ``sql/`` for each table that is not copied."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipeline.errors import StoreError
from pipeline.publish.schema import Field, FieldType, Table

SQL = Path(__file__).parent / "sql"

VIEWS = (
    "briefings",
    "mentioned",
    "entities",
    "aliases",
    "officials",
    "ports",
    "institutes",
    "comentions",
    "merge_candidates",
    "quality",
)
"""The files of ``sql/``, each after those whose rows it reads; ``mentioned`` is a step on the way, no table."""


@contextmanager
def published_views(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Put the derived tables into the connection as temporary views ``published_<table>``; drop them at the end.

    Raises:
        StoreError: The store lacks a table or a column that a derived table reads.
    """
    try:
        for name in VIEWS:
            query = (SQL / f"{name}.sql").read_text(encoding="utf-8")
            connection.execute(f"CREATE OR REPLACE TEMP VIEW published_{name} AS {query}")
        yield
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise StoreError(f"the store lacks what is published ({error}); build it anew with `briefings run`") from error
    finally:
        for name in reversed(VIEWS):
            connection.execute(f"DROP VIEW IF EXISTS temp.published_{name}")


def published_rows(connection: duckdb.DuckDBPyConnection, table: Table) -> duckdb.DuckDBPyRelation:
    """Return the rows of a published table, within ``published_views``.

    Columns and types are those of the schema. Rows are sorted by briefing, position in the text and primary key.
    Empty strings become null: in a CSV the two look alike.
    """
    source = f"published_{table.name}" if table.name in VIEWS else table.name
    order = ", ".join(f'"{name}" ASC NULLS LAST' for name in table.order)
    return connection.table(source).select(", ".join(map(_column, table.fields))).order(order)


def _column(field: Field) -> str:
    value = f"nullif(\"{field.name}\", '')" if field.type is FieldType.STRING else f'"{field.name}"'
    return f'CAST({value} AS {field.duckdb_type}) AS "{field.name}"'
