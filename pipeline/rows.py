"""Records as rows: the columns, types and values that a record has in the store, and back."""

import types
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

import pyarrow as pa

DUCKDB_TYPES = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN", date: "DATE"}
_ARROW_TYPES = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), date: pa.date32()}


@cache
def field_types(kind: Hashable) -> dict[str, tuple[type[Any], bool]]:
    """Return the plain type of each field of a record class, and whether it may be None."""
    hints = get_type_hints(kind)
    found = {}
    for field in fields(cast("Any", kind)):
        hint, optional = hints[field.name], False
        if get_origin(hint) in (types.UnionType, Union):
            optional = True
            hint = next(arg for arg in get_args(hint) if arg is not types.NoneType)
        found[field.name] = (str if issubclass(hint, Enum) else hint, optional)
    return found


def ddl_columns(kind: type[Any]) -> str:
    """Return the column definitions of a record class for CREATE TABLE."""
    return ", ".join(
        f'"{name}" {DUCKDB_TYPES[base]}{"" if optional else " NOT NULL"}'
        for name, (base, optional) in field_types(cast("Hashable", kind)).items()
    )


def plain(value: Any) -> Any:
    """Return a field's value as the store keeps it: an enum's member as its string."""
    return value.value if isinstance(value, Enum) else value


def to_arrow(kind: type[Any], rows: Sequence[Any]) -> pa.Table:
    """Return records as an Arrow table with the record's columns in order."""
    return pa.table(
        {
            name: pa.array([plain(getattr(row, name)) for row in rows], type=_ARROW_TYPES[base])
            for name, (base, _) in field_types(cast("Hashable", kind)).items()
        }
    )


@cache
def _enums(kind: Hashable) -> dict[str, type[Enum]]:
    found = {}
    for name, hint in get_type_hints(kind).items():
        for part in get_args(hint) or (hint,):
            if isinstance(part, type) and issubclass(part, Enum):
                found[name] = part
    return found


def to_record(kind: type[Any], row: Mapping[str, Any]) -> Any:
    """Return a row of the store as a record of a class."""
    values = dict(row)
    for name, enum in _enums(cast("Hashable", kind)).items():
        if values[name] is not None:
            values[name] = enum(values[name])
    return kind(**values)
