"""The house: which module may import which. Read from the sources, nothing is run."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "pipeline"

FLOOR = {"errors", "ids", "views", "records", "config", "resources", "titles"}
STAGE_PACKAGES = {"ingest", "segment", "extract", "tag"}
ALLOWED = {
    "errors": set(),
    "ids": set(),
    "views": set(),
    "records": set(),
    "config": {"errors"},
    "resources": {"errors", "records", "config"},
    "titles": {"records", "resources"},
    **dict.fromkeys(STAGE_PACKAGES, FLOOR),
    "stages": FLOOR | STAGE_PACKAGES,
    "rows": {"records"},
    "store": {"errors", "records", "rows"},
    "work": {"errors", "records", "config", "stages", "store"},
    "publish": FLOOR,
    "analyse": FLOOR | {"publish"},
    "evaluate": FLOOR | {"ingest", "stages"},
    "engine": FLOOR | {"stages", "store", "work", "publish", "ingest"},
    "annotation": FLOOR | {"ingest", "stages", "engine", "tag"},
    "terminal": {"errors", "records", "analyse", "engine"},
    "doctor": FLOOR | {"extract", "segment", "publish"},
    "cli": FLOOR | {"engine", "analyse", "publish", "terminal", "doctor", "evaluate", "ingest"},
    "__main__": {"cli"},
    "__init__": {"analyse", "annotation", "config", "errors", "records", "engine"},
}
"""What each module or package at the top of ``pipeline`` may import of the others, functions' imports included."""

HEAVY = {
    "spacy": {"extract"},
    "pandas": {"publish", "analyse", "annotation", "terminal"},
    "sklearn": {"tag", "analyse"},
    "duckdb": {"store", "publish", "analyse"},
}
"""Libraries that stay inside some packages."""


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "data" not in path.relative_to(PACKAGE).parts)


def home(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= (
                {f"{node.module}.{alias.name}" for alias in node.names} if node.module == "pipeline" else {node.module}
            )
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_one_way(path: Path) -> None:
    own = {name.split(".")[1] for name in imported(path) if name.startswith("pipeline.")}
    assert own - {home(path)} <= ALLOWED[home(path)]


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_libraries_stay_at_home(path: Path) -> None:
    foreign = {name.split(".")[0] for name in imported(path)}
    assert {name for name, homes in HEAVY.items() if name in foreign and home(path) not in homes} == set()


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_are_short(path: Path) -> None:
    limit = 500 if path.name == "records.py" else 400
    assert len(path.read_text(encoding="utf-8").splitlines()) <= limit


def test_import_of_the_package_is_light() -> None:
    code = (
        "import sys, pipeline, pipeline.cli; "
        "print([m for m in ('spacy', 'sklearn', 'pandas', 'duckdb', 'pyarrow') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_public_names_can_be_imported() -> None:
    import pipeline

    assert [name for name in pipeline.__all__ if getattr(pipeline, name, None) is None] == []
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = pipeline.nothing
