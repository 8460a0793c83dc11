"""The declarations of the published tables: Frictionless Table Schemas in ``data/schemas``, as frozen records.

Columns of DuckDB, Arrow and pandas, the data package, the codebook and the validation all come from these.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import pydantic
import yaml

from pipeline.config import DATA
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    import pyarrow as pa

TABLE_NAMES = (
    "briefings",
    "pages",
    "entities",
    "aliases",
    "speakers",
    "turns",
    "exchanges",
    "exchange_turns",
    "notes",
    "sentences",
    "mentions",
    "offices",
    "merge_candidates",
    "themes",
    "sentence_themes",
    "commitments",
    "figures",
    "officials",
    "ports",
    "institutes",
    "comentions",
    "problems",
    "quality",
)
"""The published tables, each after those that its foreign keys name; ``data/schemas`` holds one file for each."""


class FieldType(StrEnum):
    """The types of columns, by their names in Table Schema."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"


class _Names(NamedTuple):
    duckdb: str
    arrow: str
    pandas: str


_NAMES = {
    FieldType.STRING: _Names("VARCHAR", "string", "string"),
    FieldType.INTEGER: _Names("BIGINT", "int64", "Int64"),
    FieldType.NUMBER: _Names("DOUBLE", "float64", "Float64"),
    FieldType.BOOLEAN: _Names("BOOLEAN", "bool", "boolean"),
    FieldType.DATE: _Names("DATE", "date32", "datetime64[us]"),
}


class _Record(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


class Constraints(_Record):
    """What the values of a column must keep to; ``minimum`` and ``maximum`` are allowed themselves."""

    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] | None = None
    minimum: int | float | None = None
    maximum: int | float | None = None


class Field(_Record):
    """A column: what it holds, in which unit, and how it was derived."""

    name: str
    type: FieldType
    title: str
    description: str
    derivation: str
    unit: str | None = None
    constraints: Constraints = Constraints()

    @property
    def duckdb_type(self) -> str:
        """The type of the column in DuckDB, as ``BIGINT``."""
        return _NAMES[self.type].duckdb

    @property
    def pandas_dtype(self) -> str:
        """The dtype of the column in pandas, as ``Int64``; all take missing values."""
        return _NAMES[self.type].pandas

    @property
    def arrow_type(self) -> "pa.DataType":
        """The type of the column in Arrow and Parquet."""
        import pyarrow as pa  # reading a schema must not load Arrow

        return pa.type_for_alias(_NAMES[self.type].arrow)


class Reference(_Record):
    """The table and the column that a foreign key names."""

    resource: str
    fields: tuple[str]


class ForeignKey(_Record):
    """A column whose values, where known, stand in a column of another table or of its own."""

    fields: tuple[str]
    reference: Reference

    @property
    def field(self) -> str:
        """The column."""
        return self.fields[0]

    @property
    def table(self) -> str:
        """The table in which the values stand."""
        return self.reference.resource

    @property
    def target(self) -> str:
        """The column in which the values stand."""
        return self.reference.fields[0]


class Table(_Record):
    """A published table."""

    name: str
    title: str
    description: str
    primary_key: tuple[str, ...] = pydantic.Field(alias="primaryKey", min_length=1)
    foreign_keys: tuple[ForeignKey, ...] = pydantic.Field(alias="foreignKeys", default=())
    fields: tuple[Field, ...] = pydantic.Field(min_length=1)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(field.name for field in self.fields)

    @property
    def order(self) -> tuple[str, ...]:
        """The columns by which rows are sorted: briefing, position in the text, primary key."""
        first = (name for name in ("briefing_id", "start") if name in self.columns)
        return tuple(dict.fromkeys((*first, *self.primary_key)))

    def field(self, name: str) -> Field:
        """Return a column by its name; KeyError where there is none."""
        return {field.name: field for field in self.fields}[name]

    @property
    def arrow_schema(self) -> "pa.Schema":
        """The columns with their Arrow types, all nullable: what breaks a constraint is published and validated."""
        import pyarrow as pa  # reading a schema must not load Arrow

        return pa.schema([(field.name, field.arrow_type) for field in self.fields])


@cache
def load_schemas() -> Mapping[str, Table]:
    """Return the published tables by name, each after those that its foreign keys name.

    Raises:
        ConfigError: A schema is missing, breaks the form, or has a key that names no column.
    """
    return read_schemas(DATA / "schemas", TABLE_NAMES)


def read_schemas(folder: Path, names: tuple[str, ...]) -> Mapping[str, Table]:
    """Return the tables that are declared in a folder, in the order of ``names``; raises as ``load_schemas``."""
    tables: dict[str, Table] = {}
    for name in names:
        path = folder / f"{name}.yaml"
        tables[name] = _read(path)
        _check_keys(path, tables[name], tables)
    return MappingProxyType(tables)


def _read(path: Path) -> Table:
    try:
        content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Table.model_validate({"name": path.stem, **content})
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); every table has a schema") from error
    except (yaml.YAMLError, UnicodeDecodeError, TypeError) as error:
        raise ConfigError(f"{path}: not a YAML mapping ({error}); see another schema for the form") from error
    except pydantic.ValidationError as error:
        lines = (f"{path}: {'.'.join(map(str, e['loc']))} = {e['input']!r}: {e['msg']}" for e in error.errors())
        raise ConfigError("\n".join(lines)) from error


def _check_keys(path: Path, table: Table, tables: Mapping[str, Table]) -> None:
    """Raise ConfigError where a key names a column, or a table of those before it, that does not exist."""
    for name in (*table.primary_key, *(key.field for key in table.foreign_keys)):
        if name not in table.columns:
            raise ConfigError(f"{path}: key {name!r} is no column; columns are {', '.join(table.columns)}")
    for key in table.foreign_keys:
        if key.table not in tables:
            raise ConfigError(f"{path}: foreign key {key.field!r} names {key.table!r}, no table before {table.name!r}")
        if key.target not in tables[key.table].columns:
            allowed = ", ".join(tables[key.table].columns)
            raise ConfigError(f"{path}: foreign key {key.field!r} names {key.table}.{key.target}; it has {allowed}")
