"""Rows from CSV files: how cells become values, and what the errors name."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.config import DATA
from pipeline.errors import ConfigError
from pipeline.records import MentionType, Role
from pipeline.resources import (
    Cue,
    GazetteerRow,
    Head,
    HeadPosition,
    ModelRow,
    Ordinal,
    Title,
    TitlePosition,
    Unit,
    digest,
    load_codebook,
    load_cues,
    load_gazetteer,
    load_label_types,
    load_models,
    load_ordinals,
    load_units,
    read_rows,
)

GAZETTEER = "id,type,subtype,name,aliases,weak_aliases,country,wikidata_id,source\n"
TITLES = "title,position,role,official,source\n"
HEADS = "head,position,type,subtype,source\n"
UNITS = "unit,forms,kind,norm,factor,source\n"
ORDINALS = "word,number,source\n"
CUES = "code,cue,weight,source\n"


def write(folder: Path, text: str, name: str = "rows.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_cells_become_values(tmp_path: Path) -> None:
    path = write(tmp_path, GAZETTEER + 'port:larkhaven,port,sea," Larkhaven, Port ",LHP| Old Port ||,,XL,,by hand\n')
    assert read_rows(path, GazetteerRow) == (
        GazetteerRow(
            id="port:larkhaven",
            type=MentionType.PORT,
            subtype="sea",
            name="Larkhaven, Port",
            aliases=("LHP", "Old Port"),
            weak_aliases=(),
            country="XL",
            wikidata_id=None,
            source="by hand",
        ),
    )


def test_truth_values_numbers_and_kinds_are_read(tmp_path: Path) -> None:
    titles = read_rows(
        write(tmp_path, TITLES + "Warden,both,official,true,x\nPoet,post,other,false,x\n", "t.csv"), Title
    )
    heads = read_rows(write(tmp_path, HEADS + "Port,first,port,sea,x\n", "h.csv"), Head)
    units = read_rows(
        write(tmp_path, UNITS + "fathom,fathom|fathoms,length,meter,1.8288,x\nkiln,kilns,count,,,x\n"), Unit
    )
    ordinals = read_rows(write(tmp_path, ORDINALS + "First,1,x\n", "o.csv"), Ordinal)
    assert [(row.position, row.role, row.official) for row in titles] == [
        (TitlePosition.BOTH, Role.OFFICIAL, True),
        (TitlePosition.POST, Role.OTHER, False),
    ]
    assert [(row.position, row.type, row.subtype) for row in heads] == [(HeadPosition.FIRST, MentionType.PORT, "sea")]
    assert [(row.forms, row.norm, row.factor) for row in units] == [
        (("fathom", "fathoms"), "meter", 1.8288),
        (("kilns",), None, None),
    ]
    assert [row.number for row in ordinals] == [1]


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    path = write(tmp_path, "source,number,word\nx,2,Second\n")
    assert read_rows(path, Ordinal) == (Ordinal(word="Second", number=2, source="x"),)


def test_a_file_without_rows_has_none(tmp_path: Path) -> None:
    assert read_rows(write(tmp_path, ORDINALS), Ordinal) == ()


@pytest.mark.parametrize(
    ("row_type", "text", "line", "parts"),
    [
        (Title, TITLES + "Warden,before,official,true,x\n", 2, ["position 'before'", "honorific, prefix, post, both"]),
        (Title, TITLES + "Warden,both,king,true,x\n", 2, ["role 'king'", "official, moderator, journalist, other"]),
        (Title, TITLES + "Warden,both,official,yes,x\n", 2, ["official 'yes'", "true, false"]),
        (Title, TITLES + "Warden,both,official,True,x\n", 2, ["official 'True'", "true, false"]),
        (Title, TITLES + "Poet,post,other,false,x\n ,both,official,true,x\n", 3, ["title ' '", "is empty"]),
        (Head, HEADS + "Port,last,port,,x\nZone,last,area,,x\n", 3, ["type 'area'", "person, port, institute"]),
        (Head, HEADS + "Port,middle,port,,x\n", 2, ["position 'middle'", "last, first"]),
        (Head, HEADS + "Port,last,port,,\n", 2, ["source ''", "is empty"]),
        (Ordinal, ORDINALS + "First,one,x\n", 2, ["number 'one'"]),
        (Ordinal, ORDINALS + "First,1.0,x\n", 2, ["number '1.0'"]),
        (Cue, CUES + "1,tax,much,x\n", 2, ["weight 'much'"]),
        (Unit, UNITS + "fathom,fathoms,length,meter,long,x\n", 2, ["factor 'long'"]),
        (Ordinal, ORDINALS + "First,1\n", 2, ["source None"]),
        (Ordinal, ORDINALS + "First,1,x,y\n", 2, ["more cells than columns", "quote cells"]),
        (Ordinal, ORDINALS + '"First\nof all",1,x\nSecond,two,x\n', 4, ["number 'two'"]),
    ],
)
def test_a_cell_that_does_not_fit_is_named_with_file_line_and_what_is_allowed[T](
    tmp_path: Path, row_type: type[T], text: str, line: int, parts: list[str]
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read_rows(path, row_type)
    message = str(caught.value)
    assert message.startswith(f"{path}:{line}: ")
    assert [part for part in parts if part not in message] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("word,number\nFirst,1\n", "columns are word, number;"),
        ("word,number,source,note\nFirst,1,x,y\n", "columns are word, number, source, note;"),
        ("Word,number,source\n", "columns are Word, number, source;"),
        ("", "columns are ;"),
    ],
)
def test_missing_and_unknown_columns_are_errors(tmp_path: Path, text: str, found: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read_rows(path, Ordinal)
    assert str(caught.value) == f"{path}:1: {found.removesuffix(';')}; they must be word, number, source"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.csv"
    with pytest.raises(ConfigError) as caught:
        read_rows(path, Ordinal)
    assert str(caught.value).startswith(f"{path}: cannot be read (No such file or directory)")


@pytest.mark.parametrize(
    "content",
    [ORDINALS.encode() + b"F\xffrst,1,x\n", ORDINALS.encode() + b'"First"ly,1,x\n', b'word,number,source\n"F'],
)
def test_a_file_that_is_no_csv_in_utf_8_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        read_rows(path, Ordinal)
    assert str(caught.value).startswith(f"{path}: not a UTF-8 CSV file (")


def test_rows_of_the_package_are_named_by_their_place_in_data() -> None:
    with pytest.raises(ConfigError) as caught:
        read_rows(DATA / "ordinals.csv", OrdinalOfPlace)
    assert str(caught.value).startswith("data/ordinals.csv:2: word 'First' ")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinalOfPlace:
    """An ordinal whose columns are those of the file, but whose word is not what stands there."""

    word: int
    number: int
    source: str


def test_rows_that_differ_in_their_key_only_are_returned(tmp_path: Path) -> None:
    path = write(tmp_path, ORDINALS + "First,1,x\nFirstly,1,x\n")
    assert load_ordinals(path) == (
        Ordinal(word="First", number=1, source="x"),
        Ordinal(word="Firstly", number=1, source="x"),
    )


def test_the_second_of_two_rows_with_one_key_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, ORDINALS + "First,1,x\nSecond,2,x\nFirst,3,x\n")
    with pytest.raises(ConfigError) as caught:
        load_ordinals(path)
    assert str(caught.value).startswith(f"{path}:4: 'First' stands already in ")
    assert str(caught.value).endswith("2; drop one")


@pytest.mark.parametrize(
    ("text", "line", "first"),
    [
        (ORDINALS + '"First\nof all",1,x\nSecond,2,x\nSecond,3,x\n', 5, 4),
        (ORDINALS + "First,1,x\n\nSecond,2,x\nSecond,3,x\n", 5, 4),
    ],
)
def test_a_duplicate_is_named_by_its_line_in_the_file_too(tmp_path: Path, text: str, line: int, first: int) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_ordinals(path)
    assert str(caught.value).startswith(f"{path}:{line}: 'Second' stands already in ")
    assert str(caught.value).endswith(f"{first}; drop one")


def test_a_gazetteer_folder_is_read_by_name_and_the_outlets_last(tmp_path: Path) -> None:
    write(tmp_path, GAZETTEER + "port:larkhaven,port,,Larkhaven Port,,,,,x\n", "ports.csv")
    write(tmp_path, GAZETTEER + "event:tide-fair,event,,Tide Fair,,,,,x\n", "events.csv")
    write(tmp_path, "no rows", "notes.txt")
    rows = load_gazetteer(tmp_path)
    assert [row.id for row in rows[:2]] == ["event:tide-fair", "port:larkhaven"]
    assert {row.type for row in rows[2:]} == {MentionType.MEDIA}


def test_an_id_in_two_gazetteer_files_names_the_file(tmp_path: Path) -> None:
    write(tmp_path, GAZETTEER + "port:larkhaven,port,,Larkhaven Port,,,,,x\n", "a.csv")
    write(tmp_path, GAZETTEER + "port:esker,port,,Esker,,,,,x\nport:larkhaven,port,,Larkhaven,,,,,x\n", "b.csv")
    with pytest.raises(ConfigError, match="'port:larkhaven' stands already") as caught:
        load_gazetteer(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / 'b.csv'}:3: ")


def test_a_digest_is_that_of_names_and_bytes() -> None:
    content = (DATA / "ordinals.csv").read_bytes()
    assert digest("ordinals.csv") == hashlib.sha256(b"ordinals.csv\0" + content + b"\0").hexdigest()


def test_a_digest_of_a_folder_is_that_of_its_files() -> None:
    names = sorted(path.relative_to(DATA).as_posix() for path in (DATA / "gazetteer").iterdir())
    assert digest("gazetteer") == digest(*names) != digest(*names[1:])


def test_the_rows_of_the_package_load() -> None:
    assert len(load_codebook()) == 21
    assert {row.code for row in load_cues()} == {row.code for row in load_codebook()}
    assert "percent" in {row.unit for row in load_units()}
    assert {row.label: row.type for row in load_label_types()}["PERSON"] is MentionType.PERSON
    assert all(isinstance(row, ModelRow) and len(row.sha256) == 64 for row in load_models())
