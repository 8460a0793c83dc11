"""Keeps downloaded pages in a folder: raw bytes, provenance beside them, and what is there already."""

import json
import os
import re
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipeline.errors import SourceError, UsageError
from pipeline.ids import slug
from pipeline.ingest.collect.addresses import normal

REDIRECTS = ".collect.json"
"""Hidden file in the folder: which address redirected where, so that a second call need not ask again."""

RE_PAGE = re.compile(r"_\d{1,3}$")


@dataclass(slots=True)
class Folder:
    """A folder of downloaded pages.

    Raises:
        UsageError: The folder cannot be made or read.
    """

    path: Path
    _files: dict[str, Path] = field(init=False, default_factory=dict)
    _redirects: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            provenances = sorted(self.path.glob("*.toml"))
        except OSError as error:
            raise UsageError(f"{self.path}: cannot be a folder of pages ({error.strerror}); name another") from error
        for provenance in provenances:
            url, file = _source_url(provenance), provenance.with_suffix("")
            if url and file.is_file():
                self._files.setdefault(url, file)
        self._redirects = _read_redirects(self.path / REDIRECTS)

    def find(self, url: str) -> Path | None:
        """Return the file that holds the page at a normal address, if it is there."""
        return self._files.get(url)

    def final_url(self, url: str) -> str:
        """Return the address that answered for another when it was fetched."""
        return self._redirects.get(url, url)

    def free_name(self, stem: str, *, other: str) -> str:
        """Return a stem for the files of a new briefing: ``stem``, or ``other`` where that is taken."""
        taken = {slug(RE_PAGE.sub("", path.name.partition(".")[0])) for path in self.path.iterdir()}
        return stem if stem not in taken else other

    def save(self, name: str, data: bytes, *, url: str, final_url: str, facts: Mapping[str, str | date | None]) -> Path:
        """Write a page and its provenance, each whole or not at all, and return the page's file.

        The provenance comes first: a page without it would be a stranger's file to the next call.

        Args:
            name: File name.
            data: Bytes of the page.
            url: The normal address that was asked.
            final_url: The one that answered.
            facts: Further keys of the provenance; None is left out.

        Raises:
            SourceError: The file is another page's, the page is there as another type, or it cannot be written.
        """
        import tomli_w

        path, old = self.path / name, self._files.get(url)
        if path != old and (old or path.exists()):
            raise SourceError(f"{url}: {old or path} is in its way and is not this page as {path.suffix}; move it away")
        values = {"source_url": url} | {key: value for key, value in facts.items() if value is not None}
        try:
            _write(path.with_name(f"{name}.toml"), tomli_w.dumps(values).encode())
            _write(path, data)
            self._note_redirect(url, final_url)
        except OSError as error:
            raise SourceError(f"{url}: {path} cannot be written ({error.strerror}); check the disk") from error
        self._files[url] = path
        return path

    def _note_redirect(self, url: str, final_url: str) -> None:
        if self.final_url(url) == final_url:
            return
        self._redirects[url] = final_url
        _write(self.path / REDIRECTS, (json.dumps(self._redirects, indent=1, sort_keys=True) + "\n").encode())


def _source_url(provenance: Path) -> str | None:
    """Return the normal address in a provenance file; None where it holds none."""
    try:
        url = tomllib.loads(provenance.read_text(encoding="utf-8")).get("source_url")
        return normal(url) if isinstance(url, str) else None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, SourceError):
        return None


def _read_redirects(path: Path) -> dict[str, str]:
    """Return what an earlier call noted; nothing where the file is missing or spoilt: then addresses are asked."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(url): str(final) for url, final in values.items()} if isinstance(values, dict) else {}


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
