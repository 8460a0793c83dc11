"""Every notebook runs top to bottom on the tables of a run, and is committed without outputs."""

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(path: Path, outputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    monkeypatch.setenv("IPYTHONDIR", os.fspath(tmp_path))
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    assert first.source.startswith('OUT = "../outputs"')
    first.source = first.source.replace('OUT = "../outputs"', f"OUT = {os.fspath(outputs)!r}")
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    drawn = sorted(file.name for file in (outputs / "figures").iterdir() if file.stem.startswith(path.stem[:2]))
    assert [file.rsplit(".", 1)[1] for file in drawn] == ["csv", "pdf", "png"]
    assert all((outputs / "figures" / file).stat().st_size > 50 for file in drawn)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_committed_without_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    assert [cell.outputs for cell in notebook.cells if cell.cell_type == "code" and cell.outputs] == []
