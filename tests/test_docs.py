"""The documents name what there is: commands, tables, files."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
import yaml

from pipeline.cli import app
from pipeline.publish.schema import load_schemas

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "corpus").glob("*.md")])


def commands() -> list[str]:
    return sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_the_readme_and_the_reference(command: str) -> None:
    assert f"`briefings {command}`" in README
    assert f"## briefings {command}\n" in (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", sorted(load_schemas()))
def test_every_table_is_in_the_readme_and_the_reference(table: str) -> None:
    assert f"`{table}`" in README
    assert f"## {table}\n" in (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")


def test_reference_pages_are_up_to_date() -> None:
    shown = subprocess.run(
        [sys.executable, ROOT / "docs" / "reference.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (shown.returncode, shown.stdout) == (0, "")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_make_targets_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make ([a-z-]+)`", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_citation_file_is_of_this_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{citation["version"]}"' in pyproject
    assert citation["license"] == "MIT"


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.lock")), ids=lambda path: path.name)
def test_locked_versions_have_hashes_and_no_addresses(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    pinned = re.findall(r"^([a-zA-Z0-9._-]+)(?:\[[^\]]*\])?==", text, re.MULTILINE)
    assert len(pinned) > 50
    assert len(re.findall(r"^\S+==[^\n]*\\\n    --hash=sha256:", text, re.MULTILINE)) == len(pinned)
