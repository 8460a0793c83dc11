"""Finds the sources of a corpus: one source a briefing, of one file or of several pages."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.ids import briefing_id
from pipeline.ingest.readers import SUFFIXES
from pipeline.records import Source

PROVENANCE = ".toml"

RE_PAGE_SUFFIX = re.compile(r"^(?P<stem>.+)_(?P<page>\d{1,3})$")
RE_PAGE_NAME = re.compile(r"^p\d{1,4}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """What a corpus folder holds: sources in path order, and files that no reader takes."""

    root: Path
    sources: tuple[Source, ...]
    ignored: tuple[str, ...]


def find_sources(root: Path, *, exclude: Path | None = None) -> Corpus:
    """Return the sources under a folder, but for those under ``exclude``, where outputs go.

    Raises:
        UsageError: The folder does not exist, is no folder, or holds no source.
    """
    if not root.is_dir():
        raise UsageError(f"{root}: no such folder; name the folder that holds your transcripts")
    skipped = exclude.resolve() if exclude is not None else None
    paths = (path for path in root.rglob("*") if path.is_file())
    files = sorted(
        path.relative_to(root).as_posix()
        for path in paths
        if skipped is None or skipped == root.resolve() or not path.resolve().is_relative_to(skipped)
    )
    visible = [file for file in files if not any(part.startswith((".", "_")) for part in file.split("/"))]
    readable = [file for file in visible if _is_source(file)]
    known = set(readable) | {file + PROVENANCE for file in readable}
    if not readable:
        raise UsageError(
            f"{root}: no source among {len(visible)} files; put transcripts there ({', '.join(sorted(SUFFIXES))})"
        )
    return Corpus(
        root=root,
        sources=tuple(_name_sources(root, _join_pages(readable))),
        ignored=tuple(file for file in visible if file not in known),
    )


def _is_source(file: str) -> bool:
    name = file.rsplit("/", 1)[-1]
    return Path(name).suffix.lower() in SUFFIXES and not name.startswith(("README", "LICENSE"))


def _join_pages(files: Iterable[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return (path without suffix, page files) of each source, sorted by path."""
    by_folder: dict[str, list[str]] = defaultdict(list)
    for file in files:
        by_folder[file.rpartition("/")[0]].append(file)
    joined = []
    for folder, members in by_folder.items():
        if folder and all(RE_PAGE_NAME.match(Path(member).stem) for member in members):
            joined.append((folder, tuple(sorted(members, key=_page_number))))
        else:
            for suffix in sorted({Path(member).suffix for member in members}):
                joined += _join_suffixed([member for member in members if Path(member).suffix == suffix])
    return sorted(joined, key=lambda item: item[1][0])


def _page_number(file: str) -> int:
    digits = re.search(r"\d+$", Path(file).stem)
    return int(digits.group()) if digits else 0


def _join_suffixed(files: Iterable[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Join ``x``, ``x_2``, ``x_3`` where the numbers run on from ``x``, ``x_0`` or ``x_1``."""
    stems = {file.rsplit(".", 1)[0]: file for file in files}
    first: dict[str, list[str]] = {}
    for stem, file in stems.items():
        match = RE_PAGE_SUFFIX.match(stem)
        if not match or not _runs_on(stems, match["stem"], int(match["page"])):
            first.setdefault(stem, []).insert(0, file)
        else:
            head = _first_page(stems, match["stem"])
            first.setdefault(head, []).append(file)
    return [(stem.removesuffix("_0"), tuple(sorted(set(pages), key=_suffix_order))) for stem, pages in first.items()]


def _first_page(stems: dict[str, str], stem: str) -> str:
    return next(name for name in (stem, f"{stem}_0", f"{stem}_1") if name in stems)


def _runs_on(stems: dict[str, str], stem: str, page: int) -> bool:
    starts = [number for name, number in ((stem, 1), (f"{stem}_0", 1), (f"{stem}_1", 1)) if name in stems]
    if not starts or page < 2:
        return False
    return all(f"{stem}_{number}" in stems for number in range(2, page))


def _suffix_order(file: str) -> int:
    match = RE_PAGE_SUFFIX.match(Path(file).stem)
    return int(match["page"]) if match and int(match["page"]) > 1 else 1


def _name_sources(root: Path, joined: Iterable[tuple[str, tuple[str, ...]]]) -> Iterable[Source]:
    taken: dict[str, str] = {}
    for path, files in joined:
        name, warning = briefing_id(path), None
        if name in taken:
            other = taken[name]
            name = f"{name}-{Path(files[0]).suffix.lstrip('.').lower()}"
            while name in taken:
                name += "-x"
            warning = f"its id is that of {other}; it got the id {name}; rename one of the two files"
        taken[name] = files[0]
        collection = path.split("/")[0] if "/" in path else root.resolve().name
        yield Source(briefing_id=name, collection=collection, files=files, warning=warning)
