"""Chooses the reader of a source and joins its pages into one stored text."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.ids import briefing_id
from pipeline.ingest.provenance import has_provenance, read_provenance
from pipeline.ingest.reading import Reader, Reading
from pipeline.ingest.text import read_text
from pipeline.records import Page, Provenance, Source, Transcript

PAGE_BREAK = "\n\f\n"
"""Stands between two pages in a stored text."""


def _html() -> Reader:
    from pipeline.ingest.html import read_html

    return read_html


def _pdf() -> Reader:
    from pipeline.ingest.pdf import read_pdf

    return read_pdf


def _docx() -> Reader:
    from pipeline.ingest.docx import read_docx

    return read_docx


def _subtitles() -> Reader:
    from pipeline.ingest.subtitles import read_subtitles

    return read_subtitles


READERS: dict[str, Callable[[], Reader]] = {
    ".txt": lambda: read_text,
    ".md": lambda: read_text,
    ".html": _html,
    ".htm": _html,
    ".pdf": _pdf,
    ".docx": _docx,
    ".srt": _subtitles,
    ".vtt": _subtitles,
}
"""What loads the reader of each suffix; its library is imported only where a source needs it."""

SUFFIXES = frozenset(READERS)
"""Suffixes, lower case, of the files that are sources."""


def source_digest(root: Path, files: Sequence[str], *, max_bytes: int | None = None) -> str:
    """Return the sha256 over the bytes of a source's pages, and over its provenance where it has one.

    Files are read in pieces. Of a file larger than ``max_bytes``, which no reader takes, only the size counts.

    Raises:
        SourceError: A file cannot be read.
    """
    total = hashlib.sha256()
    for file in files:
        total.update(_file_digest(root / file, max_bytes))
        provenance = root / f"{file}.toml"
        if has_provenance(provenance):
            total.update(b"\0" + _file_digest(provenance, max_bytes))
    return total.hexdigest()


def _file_digest(path: Path, max_bytes: int | None) -> bytes:
    try:
        size = path.stat().st_size
        if max_bytes is not None and size > max_bytes:
            return f"{size} bytes".encode()
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").digest()
    except OSError as error:
        raise _unreadable(error) from error


def read_source(root: Path, source: Source, *, max_bytes: int) -> tuple[Transcript, tuple[str, ...]]:
    """Return the transcript of a source and the warnings of its readers.

    Raises:
        SourceError: A file is empty, too large, unreadable or holds no text, or its provenance is invalid.
    """
    readings, warnings, digests = [], [], []
    for file in source.files:
        try:
            data = _read_bytes(root / file, max_bytes)
            reading = _read_file(file, data)
        except SourceError as error:
            raise SourceError(f"{file}: {error}" if len(source.files) > 1 else str(error)) from error
        written = read_provenance(root / f"{file}.toml", name=f"{file}.toml")
        readings.append(Reading(pages=reading.pages, provenance=_merged(written, reading.provenance)))
        digests.append(hashlib.sha256(data).hexdigest())
        warnings += [f"{file}: {each}" if len(source.files) > 1 else each for each in reading.warnings]
    return join_pages(source, readings, digests=digests), tuple(warnings)


def _read_bytes(path: Path, max_bytes: int) -> bytes:
    """Return the bytes of a file; one that is too large is not read."""
    try:
        size = path.stat().st_size
        if size > max_bytes:
            raise SourceError(f"has {size:,} bytes; at most {max_bytes:,} are read (setting max_source_bytes)")
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: OSError) -> SourceError:
    return SourceError(f"cannot be read ({error.strerror}); check that the file is there and may be read")


def _read_file(file: str, data: bytes) -> Reading:
    if not data.strip():
        raise SourceError("is empty; put the transcript into it or remove the file")
    reading = READERS[Path(file).suffix.lower()]()(data)
    if not any(page.strip() for page in reading.pages):
        raise SourceError("is empty; put the transcript into it or remove the file")
    if not any(character.isalpha() for page in reading.pages for character in page):
        raise SourceError("holds no letters, so nothing was said in it; check the file")
    return reading


def _merged(written: Provenance, found: Provenance) -> Provenance:
    """Return the provenance of the ``.toml``, completed by what the file says of itself."""
    values = {field.name: getattr(written, field.name) for field in fields(Provenance)}
    return Provenance(**{name: getattr(found, name) if value is None else value for name, value in values.items()})


def join_pages(source: Source, readings: Sequence[Reading], *, digests: Sequence[str]) -> Transcript:
    """Return one transcript of the readings of a source's files.

    Pages are joined by ``PAGE_BREAK`` and numbered from 1 through all files; the first file's provenance speaks.
    """
    pages: list[Page] = []
    position = 0
    for file, reading, digest in zip(source.files, readings, digests, strict=True):
        for text in reading.pages:
            pages.append(
                Page(
                    briefing_id=source.briefing_id,
                    page=len(pages) + 1,
                    start=position,
                    end=position + len(text),
                    source_file=file,
                    source_url=reading.provenance.source_url,
                    sha256=digest,
                    retrieved_at=reading.provenance.retrieved_at,
                )
            )
            position += len(text) + len(PAGE_BREAK)
    whole = digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode()).hexdigest()
    return Transcript(
        briefing_id=source.briefing_id,
        collection=source.collection,
        text=PAGE_BREAK.join(text for reading in readings for text in reading.pages),
        source_file=source.source_file,
        sha256=whole,
        pages=tuple(pages),
        provenance=readings[0].provenance,
    )


def transcript_of_text(text: str, *, name: str) -> Transcript:
    """Return the transcript of a text in memory; ``name`` becomes its id. Newlines become line feeds.

    Raises:
        SourceError: The text is empty or holds no letter.
    """
    data = text.encode("utf-8", errors="surrogatepass")
    try:
        reading = _read_file(f"{name}.txt", data)
    except SourceError as error:
        raise SourceError(f"{name}: {error}") from error
    source = Source(briefing_id=briefing_id(name), collection="memory", files=(f"{name}.txt",))
    return join_pages(source, [reading], digests=[hashlib.sha256(data).hexdigest()])
