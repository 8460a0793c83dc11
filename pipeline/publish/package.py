"""``datapackage.json``: what the CSV files hold, for programs that read Data Packages.

Source: Data Package Standard, version 2 (Data Package, Data Resource, Table Dialect, Table Schema).
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.publish.files import replacing
from pipeline.publish.schema import Table

PROFILES = "https://datapackage.org/profiles/2.0"
DIALECT = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True}


def write_package(folder: Path, tables: Iterable[Table]) -> Path:
    """Write ``datapackage.json`` beside the CSV files that it describes, and return its path.

    Raises:
        StoreError: A CSV file cannot be read, or the folder cannot be written.
    """
    path = folder / "datapackage.json"
    with replacing(path) as temporary:
        package = {
            "$schema": f"{PROFILES}/datapackage.json",
            "name": "briefings",
            "title": "Government press briefings as tables",
            "description": (
                "Who spoke to whom, what was named, promised and counted. Spans are code points into the stored texts, "
                "end exclusive; null is empty; lists are joined by |; a leading ' before = + - @ tab, carriage return "
                "or ' in a string cell is a guard against spreadsheets: remove exactly one."
            ),
            "resources": [_resource(folder, table) for table in tables],
        }
        text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
        temporary.write_text(text, encoding="utf-8", newline="")
    return path


def _resource(folder: Path, table: Table) -> dict[str, Any]:
    path = folder / f"{table.name}.csv"
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "$schema": f"{PROFILES}/dataresource.json",
        "name": table.name,
        "type": "table",
        "title": table.title,
        "description": table.description,
        "path": path.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "dialect": DIALECT,
        "schema": table_schema(table),
    }


def table_schema(table: Table) -> dict[str, Any]:
    """Return the Table Schema of a table as plain JSON values; ``unit`` and ``derivation`` are properties of its own.

    A foreign key into the table itself names no resource, as version 2 of the standard wants it.
    """
    found = table.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    schema: dict[str, Any] = {
        "$schema": f"{PROFILES}/tableschema.json",
        "fields": found["fields"],
        "missingValues": [""],
        "primaryKey": found["primaryKey"],
    }
    if table.foreign_keys:
        schema["foreignKeys"] = found["foreignKeys"]
    for key in schema.get("foreignKeys", ()):
        if key["reference"]["resource"] == table.name:
            del key["reference"]["resource"]
    return schema
