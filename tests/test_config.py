"""Settings: defaults, a user's file, options, and what the errors name."""

import os
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.config import DATA, Settings, load_settings
from pipeline.errors import ConfigError, UsageError


def write(folder: Path, text: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def message(path: Path | None = None, **options: object) -> str:
    with pytest.raises(ConfigError) as caught:
        load_settings(path, **options)
    return str(caught.value)


def test_the_defaults_are_those_of_the_file() -> None:
    settings = load_settings()
    assert (settings.model, settings.codebook, settings.workers) == ("en_core_web_md", "cap", 1)
    assert settings.max_source_bytes == 50_000_000


def test_every_setting_is_explained_in_the_file_of_defaults() -> None:
    lines = (DATA / "defaults.toml").read_text(encoding="utf-8").splitlines()
    explained = [below.partition(" = ")[0] for above, below in pairwise(lines) if above.startswith("# ") and below]
    assert explained == list(Settings.model_fields)


def test_a_file_changes_what_it_names_and_options_what_the_file_says(tmp_path: Path) -> None:
    path = write(tmp_path, "workers = 3\nblock_size = 5\n")
    settings = load_settings(path, workers=7, style=None)
    assert (settings.workers, settings.block_size, settings.style, settings.batch_size) == (7, 5, "", 64)
    assert load_settings() == load_settings(write(tmp_path, ""))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("colour = 1", "unknown setting 'colour'; allowed are model, style, codebook,"),
        ("[workers]\nn = 1", "setting 'workers' = {'n': 1}: Input should be a valid integer"),
        ("workers = 0", "setting 'workers' = 0: Input should be greater than or equal to 1"),
        ("workers = 1.5", "setting 'workers' = 1.5: Input should be a valid integer"),
        ('workers = "2"', "setting 'workers' = '2': Input should be a valid integer"),
        ("workers = true", "setting 'workers' = True: Input should be a valid integer"),
        ("model = 5", "setting 'model' = 5: Input should be a valid string"),
        ('model = ""', "setting 'model' = '': String should have at least 1 character"),
        ("uncertain_below = 1.5", "setting 'uncertain_below' = 1.5: Input should be less than or equal to 1"),
        ("uncertain_below = nan", "setting 'uncertain_below' = nan: Input should be "),
        ("min_theme_words = -1", "setting 'min_theme_words' = -1: Input should be greater than or equal to 0"),
        ("max_source_bytes = 0", "setting 'max_source_bytes' = 0: Input should be greater than or equal to 1"),
    ],
)
def test_an_unknown_key_or_a_wrong_value_is_named_with_its_file(tmp_path: Path, text: str, expected: str) -> None:
    path = write(tmp_path, text)
    assert message(path).startswith(f"{path}: {expected}")


def test_whole_numbers_are_taken_for_shares(tmp_path: Path) -> None:
    assert load_settings(write(tmp_path, "uncertain_below = 1")).uncertain_below == 1


def test_every_fault_has_a_line(tmp_path: Path) -> None:
    lines = message(write(tmp_path, "workers = 0\ncolour = 1\nblock_size = 0\n")).split("\n")
    assert len(lines) == 3
    assert all(line.startswith(str(tmp_path)) for line in lines)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"workers": 0}, "options: setting 'workers' = 0: "),
        ({"workers": "2"}, "options: setting 'workers' = '2': "),
        ({"colour": 1}, "options: unknown setting 'colour'; allowed are model,"),
    ],
)
def test_wrong_options_are_called_options(options: dict[str, object], expected: str) -> None:
    assert message(None, **options).startswith(expected)


def test_a_wrong_option_is_not_blamed_on_a_file(tmp_path: Path) -> None:
    assert message(write(tmp_path, "block_size = 5"), workers=0).startswith("options: setting 'workers' = 0: ")


@pytest.mark.parametrize("name", ["nowhere.toml", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    reason = os.strerror(2 if name == "nowhere.toml" else 21)
    assert message(path) == f"{path}: cannot be read ({reason}); name an existing TOML file"


@pytest.mark.parametrize("content", [b"workers = ", b"workers 2", b"workers = 1\nworkers = 2", b"model = '\xff'"])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    assert message(path).startswith(f"{path}: not valid TOML (")


def test_a_wrong_setting_is_an_error_of_use() -> None:
    with pytest.raises(UsageError):
        load_settings(workers=0)


def test_settings_stay_as_they_are_and_can_be_compared() -> None:
    settings = load_settings(workers=2)
    with pytest.raises(ValueError, match="frozen"):
        settings.workers = 3
    assert settings == load_settings(workers=2) != load_settings()
