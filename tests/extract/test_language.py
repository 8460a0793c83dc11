"""The language model: where it is found, what is said where it is not, sentences and parses."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.errors import ModelError
from pipeline.extract import language
from pipeline.extract.language import English, load_language, model_path, model_version, weights_digest
from pipeline.resources import ModelRow, load_models

MODEL = "en_core_web_md"


@pytest.fixture(scope="session")
def english() -> English:
    return load_language(MODEL)


@pytest.fixture(scope="session")
def blank_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a pipeline that recognises no names."""
    folder = tmp_path_factory.mktemp("models") / "blank"
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.to_disk(folder)
    return folder


def row(module: str, *, folder: str = "_model") -> ModelRow:
    return ModelRow(
        model="xl_tide_sm", package="tide-models", module=module, folder=folder, sha256="0" * 64, source="x"
    )


def test_a_folder_is_taken_as_it_is(blank_folder: Path) -> None:
    assert model_path(str(blank_folder)) == blank_folder


def test_a_model_that_a_package_carries_is_found() -> None:
    path = model_path(MODEL)
    assert path == MODEL or (Path(path) / "config.cfg").is_file()


def test_a_model_that_no_row_knows_is_an_error_that_says_what_to_install() -> None:
    with pytest.raises(ModelError) as caught:
        model_path("xl_tide_sm")
    message = str(caught.value)
    assert message.startswith("model 'xl_tide_sm' is not installed: ")
    assert MODEL in message
    assert "install that spaCy package, or name another in the setting `model`" in message


@pytest.mark.parametrize("missing", [row("no_such_module_here"), row("pipeline", folder="no_such_folder")])
def test_a_model_whose_package_is_missing_is_an_error_that_names_the_package(
    missing: ModelRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "load_models", lambda: (missing,))
    with pytest.raises(ModelError, match=re.escape("install it with `pip install tide-models`")):
        model_path("xl_tide_sm")


def test_a_file_is_no_model(tmp_path: Path) -> None:
    path = tmp_path / "model.txt"
    path.write_text("no model", encoding="utf-8")
    with pytest.raises(ModelError, match="is not installed"):
        load_language(str(path))


def test_a_folder_that_holds_no_pipeline_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="spaCy cannot load it") as caught:
        load_language(str(tmp_path))
    assert repr(str(tmp_path)) in str(caught.value)


def test_a_pipeline_without_names_is_an_error_that_says_what_it_has(blank_folder: Path) -> None:
    with pytest.raises(ModelError, match="has the components sentencizer but no 'ner'") as caught:
        load_language(str(blank_folder))
    assert MODEL in str(caught.value)


def test_a_loaded_model_is_kept(english: English) -> None:
    assert load_language(MODEL) is english


def test_the_version_is_that_of_the_metadata(blank_folder: Path) -> None:
    assert model_version(MODEL) == "en_core_web_md 3.8.0"
    assert model_version(str(blank_folder)) == "en_pipeline 0.0.0"


def test_a_folder_without_metadata_has_no_version(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"holds no meta\.json"):
        model_version(str(tmp_path))


def test_the_installed_weights_are_those_of_the_row() -> None:
    (known,) = [each for each in load_models() if each.model == MODEL]
    spec = find_spec(known.module)
    assert spec is not None
    assert spec.origin is not None
    assert weights_digest(Path(spec.origin).parent / known.folder) == known.sha256


@pytest.mark.parametrize("name", ["ner/model", "parser/model", "vocab/vectors"])
def test_the_digest_changes_with_every_weight(tmp_path: Path, name: str) -> None:
    for file in ("ner/model", "parser/model", "vocab/vectors", "vocab/strings.json"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_bytes(b"1")
    before = weights_digest(tmp_path)
    (tmp_path / "vocab" / "strings.json").write_bytes(b"2")
    assert weights_digest(tmp_path) == before
    (tmp_path / name).write_bytes(b"2")
    assert weights_digest(tmp_path) != before


def sentences(doc: Doc) -> list[str]:
    return [sentence.text.strip() for sentence in doc.sents if sentence.text.strip()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We sail. We land.", ["We sail.", "We land."]),
        ("Why sail? To land!", ["Why sail?", "To land!"]),
        ("We sail\nWe land", ["We sail", "We land"]),
        ("We sail\n\nWe land", ["We sail", "We land"]),
        ("We sail \n  \n We land", ["We sail", "We land"]),
        ("\nWe sail,\nwe land.\n", ["We sail,", "we land."]),
        ("We sail at 4.5 knots to St. Vane.", ["We sail at 4.5 knots to St. Vane."]),
        ("Ms. Osei of the U.S. Harbour Office sails.", ["Ms. Osei of the U.S. Harbour Office sails."]),
        ("", []),
    ],
)
def test_sentences_start_after_full_stops_and_line_feeds(english: English, text: str, expected: list[str]) -> None:
    (doc,) = english.read([text])
    assert doc.text == text
    assert sentences(doc) == expected


def test_reading_marks_names_and_nothing_of_syntax(english: English) -> None:
    (doc,) = english.read(["We flew from Japan to France with Angela Merkel."])
    assert [(entity.text, entity.label_) for entity in doc.ents] == [
        ("Japan", "GPE"),
        ("France", "GPE"),
        ("Angela Merkel", "PERSON"),
    ]
    assert not doc.has_annotation("TAG")
    assert not doc.has_annotation("DEP")


def test_texts_are_read_in_order_and_each_alone(english: English) -> None:
    texts = ["Japan grew.", "", "France grew.", "We sail.\nWe land."]
    together = list(english.read(texts))
    assert [doc.text for doc in together] == texts
    alone = [next(iter(english.read([text]))) for text in texts]
    assert [[e.text for e in doc.ents] for doc in together] == [[e.text for e in doc.ents] for doc in alone]


def test_a_parse_has_the_text_of_its_sentence_and_its_syntax(english: English) -> None:
    text = "Larkhaven Port will  hire 40 divers. “Rents” fell;\nno one\u2014left...\n"
    (doc,) = english.read([text])
    spans = list(doc.sents)
    parsed = english.parse(spans)
    assert [len(each.text) for each in parsed] == [len(span.text_with_ws) for span in spans]
    assert "".join(each.text for each in parsed) == text
    first = parsed[0]
    assert [token.dep_ for token in first if token.text in ("hire", "divers")] == ["ROOT", "dobj"]
    assert [token.lemma_ for token in first if token.text == "divers"] == ["diver"]
    assert [token.tag_ for token in first if token.text == "will"] == ["MD"]


def test_nothing_is_parsed_of_nothing(english: English) -> None:
    assert english.parse([]) == []


def test_reading_after_parsing_is_reading_before(english: English) -> None:
    text = "Mr. Anselm Torvik flew to Japan. He will hire divers."
    (before,) = english.read([text])
    english.parse(list(before.sents))
    (after,) = english.read([text])
    assert [(e.text, e.label_) for e in before.ents] == [(e.text, e.label_) for e in after.ents]
    assert not after.has_annotation("DEP")


def test_stop_words_are_those_of_english(english: English) -> None:
    assert {"the", "our", "when"} <= english.stop_words
    assert "harbour" not in english.stop_words
