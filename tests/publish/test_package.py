"""The data package, as the frictionless library reads it."""

import hashlib
import json
import warnings
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import StoreError
from pipeline.publish.package import write_package
from pipeline.publish.schema import load_schemas

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # raised while the library loads its own dependencies
    import frictionless


def package(out: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((out / "tables" / "datapackage.json").read_text(encoding="utf-8"))
    return content


def problems(out: Path) -> list[list[Any]]:
    report = frictionless.validate(str(out / "tables" / "datapackage.json"))
    return [[*report.errors, *row] for row in report.flatten(["type", "rowNumber", "note"])]


def test_frictionless_finds_the_package_valid_with_all_keys(out: Path) -> None:
    assert problems(out) == []


@pytest.mark.parametrize(
    ("table", "old", "new", "kind"),
    [
        ("mentions", "port:brindle", "port:nowhere", "foreign-key"),
        ("turns", ",procedure,", ",banquet,", "constraint-error"),
        ("entities", "port:brindle,port", "person:ada-quill,port", "primary-key"),
    ],
)
def test_the_package_describes_the_keys_and_lists_well_enough_to_find_damage(
    out: Path, table: str, old: str, new: str, kind: str
) -> None:
    path = out / "tables" / f"{table}.csv"
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))
    write_package(out / "tables", load_schemas().values())
    assert kind in {row[0] for row in problems(out)}


def test_each_file_has_its_size_and_digest(out: Path) -> None:
    found = {item["path"]: (item["bytes"], item["hash"]) for item in package(out)["resources"]}
    contents = {path.name: path.read_bytes() for path in (out / "tables").glob("*.csv")}
    assert found == {name: (len(c), f"sha256:{hashlib.sha256(c).hexdigest()}") for name, c in contents.items()}


def test_each_column_keeps_its_description_unit_and_derivation(out: Path) -> None:
    figures = next(item for item in package(out)["resources"] if item["name"] == "figures")
    value = next(field for field in figures["schema"]["fields"] if field["name"] == "value")
    declared = load_schemas()["figures"].field("value")
    assert value == {
        "name": "value",
        "type": "number",
        "title": declared.title,
        "description": declared.description,
        "derivation": declared.derivation,
        "unit": declared.unit,
        "constraints": {"required": True},
    }


def test_a_key_into_the_table_itself_names_no_resource(out: Path) -> None:
    exchanges = next(item for item in package(out)["resources"] if item["name"] == "exchanges")
    keys = {key["fields"][0]: key["reference"] for key in exchanges["schema"]["foreignKeys"]}
    assert keys["follow_up_of"] == {"fields": ["exchange_id"]}
    assert keys["asker_id"] == {"resource": "speakers", "fields": ["speaker_id"]}


def test_a_missing_csv_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"datapackage\.json"):
        write_package(tmp_path, load_schemas().values())
