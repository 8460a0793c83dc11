"""Publishing: all tables of the store as files, with the data package that describes them."""

from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.publish.files import write_table
from pipeline.publish.frames import published_rows, published_views
from pipeline.publish.package import write_package
from pipeline.publish.schema import load_schemas


def publish(connection: duckdb.DuckDBPyConnection, out: Path) -> dict[str, int]:
    """Write every table and ``datapackage.json`` into ``out/tables`` and return the number of rows by table.

    Args:
        connection: The open store; an empty one gives tables with columns and no rows.
        out: The output folder, made where it is missing. Each file is replaced whole or not at all.

    Raises:
        StoreError: The store lacks a table, or the folder cannot be written.
    """
    folder, tables = out / "tables", load_schemas().values()
    counts = {}
    with published_views(connection):
        for table in tables:
            with pa.RecordBatchReader.from_stream(published_rows(connection, table)) as rows:
                counts[table.name] = write_table(table, rows, folder)
    write_package(folder, tables)
    return counts
