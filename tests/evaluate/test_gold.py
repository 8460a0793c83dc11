"""The loader of annotated texts: what it reads, and that it names every failure with file, key and value."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import UsageError
from pipeline.evaluate.gold import load_gold
from pipeline.records import Role

TEXT = "Tidewater Daily:\n\nIs Larkhaven Port open?\n\nAnselm Torvik:\n\nIt is.\n"
"""Synthetic, with an invented speaker."""

TURNS: list[dict[str, Any]] = [
    {"start": 18, "end": 41, "speaker": "Tidewater Daily", "role": "journalist", "kind": "question"},
    {"start": 59, "end": 65, "speaker": "Anselm Torvik", "role": "official", "kind": "answer"},
]


def write(folder: Path, name: str = "a", *, text: str = TEXT, **marks: Any) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_bytes(text.encode())
    (folder / f"{name}.json").write_text(json.dumps({"id": name, "turns": TURNS} | marks), encoding="utf-8")
    return folder


def message(folder: Path) -> str:
    with pytest.raises(UsageError) as caught:
        load_gold(folder)
    return str(caught.value).replace(str(folder), "GOLD")


def test_reads_texts_of_all_subfolders_in_path_order(tmp_path: Path) -> None:
    write(tmp_path / "y", "c", held_on="2021-05-03", note="a key of the annotators' own")
    write(tmp_path / "x", "d", publisher=None)
    (tmp_path / "README.txt").write_text("about", encoding="utf-8")
    (tmp_path / "_draft.json").write_text("{", encoding="utf-8")
    first, second = load_gold(tmp_path)
    assert (first.id, second.id, second.held_on) == ("d", "c", date(2021, 5, 3))
    assert first.turns[1].role is Role.OFFICIAL
    assert first.text[first.turns[1].start : first.turns[1].end] == "It is."


def test_tells_a_key_with_null_from_a_missing_one(tmp_path: Path) -> None:
    (gold,) = load_gold(write(tmp_path, publisher=None, entities=[]))
    assert [gold.has(key) for key in ("publisher", "entities", "held_on", "figures")] == [True, True, False, False]


MENTION = {"start": 21, "end": 35, "type": "port", "canonical": "Larkhaven Port"}

MALFORMED: list[tuple[str, dict[str, Any], str]] = [
    ("offset beyond the text", {"figures": [{"start": 60, "end": 99, "value": 1, "unit": "ship", "change": ""}]},
     "GOLD/a.json: figures.0 = 60..99: start must be before end, both from 0 to 66"),
    ("negative offset", {"entities": [MENTION | {"start": -1}]}, "GOLD/a.json: entities.0 = -1..35: start must"),
    ("empty span", {"entities": [MENTION | {"start": 35}]}, "GOLD/a.json: entities.0 = 35..35: start must"),
    ("other text", {"entities": [MENTION | {"text": "Larkhaven"}]},
     "GOLD/a.json: entities.0.text = 'Larkhaven': the text holds 'Larkhaven Port' there"),
    ("unsorted turns", {"turns": TURNS[::-1]}, "GOLD/a.json: turns.1 = 18..41: begins before the turn before it ends"),
    ("overlapping turns", {"turns": [TURNS[0], TURNS[1] | {"start": 40}]}, "GOLD/a.json: turns.1 = 40..65: begins"),
    ("exchange of no turn", {"exchanges": [{"question": 0, "answers": [1, 2]}]},
     "GOLD/a.json: exchanges.0.answers = 2: there is no such turn; turns are 0 to 1"),
    ("exchange from the end", {"exchanges": [{"question": -1, "answers": []}]}, "exchanges.0.question = -1: there is"),
    ("theme of no turn", {"themes": [{"turn": 5, "codes": []}]}, "GOLD/a.json: themes.0.turn = 5: there is no such"),
    ("unknown theme", {"themes": [{"turn": 1, "codes": ["ports"]}]}, "themes.0.codes = 'ports': is not one of macro"),
    ("themes twice", {"themes": [{"turn": 1, "codes": []}] * 2}, "GOLD/a.json: themes.turn = 1: stands 2 times"),
    ("unknown role", {"turns": [TURNS[0] | {"role": "guest"}]},
     "GOLD/a.json: turns.0.role = 'guest': Input should be 'official', 'moderator', 'journalist' or 'other'"),
    ("unknown kind", {"turns": [TURNS[0] | {"kind": "joke"}]}, "GOLD/a.json: turns.0.kind = 'joke': Input should be"),
    ("unknown type", {"entities": [MENTION | {"type": "boat"}]}, "GOLD/a.json: entities.0.type = 'boat': Input should"),
    ("unknown change", {"figures": [{"start": 0, "end": 1, "value": 1, "unit": "x", "change": "up"}]},
     "GOLD/a.json: figures.0.change = 'up': Input should be 'increase', 'decrease' or ''"),
    ("text for a number", {"turns": [TURNS[0] | {"start": "18"}]}, "GOLD/a.json: turns.0.start = '18': Input"),
    ("no date", {"held_on": "May 2021"}, "GOLD/a.json: held_on = 'May 2021': Input should be a valid date"),
    ("missing key", {"turns": [{"start": 18, "end": 41}]}, "GOLD/a.json: turns.0.speaker is missing"),
    ("other name", {"id": "b"}, "GOLD/a.json: id = 'b': the file is called 'a'"),
    ("carriage returns", {"text": TEXT.replace("\n", "\r\n")}, "GOLD/a.json: its text holds carriage returns"),
]  # fmt: skip


@pytest.mark.parametrize(("marks", "expected"), [case[1:] for case in MALFORMED], ids=[case[0] for case in MALFORMED])
def test_names_file_key_and_value_of_what_is_malformed(tmp_path: Path, marks: dict[str, Any], expected: str) -> None:
    assert expected in message(write(tmp_path, **marks))


def test_names_all_failures_of_all_files_at_once(tmp_path: Path) -> None:
    write(tmp_path, "a", turns=[TURNS[0] | {"role": "guest", "kind": "joke"}])
    write(tmp_path, "b", turns=[TURNS[0] | {"end": 900}], exchanges=[{"question": 3, "answers": []}])
    (tmp_path / "c.json").write_text('{"id": "c", ', encoding="utf-8")
    (tmp_path / "c.txt").write_text(TEXT, encoding="utf-8")
    lines = message(tmp_path).splitlines()
    assert [line.split(":")[0] for line in lines] == ["GOLD/a.json"] * 2 + ["GOLD/b.json"] * 2 + ["GOLD/c.json"]
    assert "not valid JSON" in lines[-1]


def test_ids_that_two_files_share_are_named_with_both(tmp_path: Path) -> None:
    write(tmp_path / "x")
    write(tmp_path / "y")
    assert "GOLD/y/a.json: id = 'a': is that of GOLD/x/a.json too" in message(tmp_path)


@pytest.mark.parametrize(
    ("lost", "expected"),
    [("a.txt", "GOLD/a.txt: cannot be read (No such file"), ("a.json", "GOLD/a.txt: has no a.json beside it")],
)
def test_a_file_without_its_pair_is_a_failure(tmp_path: Path, lost: str, expected: str) -> None:
    write(write(tmp_path), "b")
    (tmp_path / lost).unlink()
    assert expected in message(tmp_path)


def test_a_text_in_another_encoding_is_a_failure(tmp_path: Path) -> None:
    (write(tmp_path) / "a.txt").write_bytes("Zoë: yes".encode("latin-1"))
    assert "GOLD/a.txt: byte 2 is not UTF-8" in message(tmp_path)


def test_a_missing_or_empty_folder_is_a_usage_error(tmp_path: Path) -> None:
    assert "GOLD: no annotated text among 0 files" in message(tmp_path)
    with pytest.raises(UsageError, match="no such folder"):
        load_gold(tmp_path / "none")
