"""Chooses the reader of a source and joins its pages into one stored text."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.ids import briefing_id
from pipeline.ingest.provenance import read_provenance
from pipeline.ingest.text import decode
from pipeline.records import Page, Provenance, Source, Transcript

PAGE_BREAK = "\n\f\n"
"""Stands between two pages in a stored text."""

type Reader = Callable[[bytes], tuple[str, str | None]]
"""From bytes to the text and a warning, if there is one."""


def read_text(data: bytes) -> tuple[str, str | None]:
    """Read plain text or Markdown; another encoding than UTF-8 is a warning."""
    text, encoding = decode(data)
    if encoding in ("utf-8", "utf-16", "ascii"):
        return text, None
    return text, f"not UTF-8; read as {encoding}: check accents and quotes, or save it as UTF-8"


READERS: dict[str, Reader] = {".txt": read_text, ".md": read_text}

SUFFIXES = frozenset(READERS)
"""Suffixes, lower case, of the files that are sources."""


def source_digest(root: Path, files: Sequence[str]) -> str:
    """Return the sha256 over the bytes of a source's pages, and over its provenance where it has one.

    Raises:
        SourceError: A file cannot be read.
    """
    total = hashlib.sha256()
    for file in files:
        total.update(_read_bytes(root / file))
        provenance = root / f"{file}.toml"
        if provenance.exists():
            total.update(b"\0" + _read_bytes(provenance))
    return total.hexdigest()


def read_source(root: Path, source: Source, *, max_bytes: int) -> tuple[Transcript, tuple[str, ...]]:
    """Return the transcript of a source and the warnings of its readers.

    Raises:
        SourceError: A page is empty, too large, unreadable or no text, or its provenance is invalid.
    """
    texts, warnings, digests = [], [], []
    for file in source.files:
        data = _read_bytes(root / file)
        try:
            text, warning = _read_page(file, data, max_bytes=max_bytes)
        except SourceError as error:
            raise SourceError(f"{file}: {error}" if len(source.files) > 1 else str(error)) from error
        texts.append(text)
        digests.append(hashlib.sha256(data).hexdigest())
        warnings += [f"{file}: {warning}"] if warning else []
    provenances = [read_provenance(root / f"{file}.toml", name=f"{file}.toml") for file in source.files]
    return join_pages(source, texts, digests=digests, provenances=provenances), tuple(warnings)


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be read ({error.strerror}); check that the file is there and may be read") from error


def _read_page(file: str, data: bytes, *, max_bytes: int) -> tuple[str, str | None]:
    if len(data) > max_bytes:
        raise SourceError(f"has {len(data):,} bytes; at most {max_bytes:,} are read (setting max_source_bytes)")
    text, warning = READERS[Path(file).suffix.lower()](data)
    if not text.strip():
        raise SourceError("is empty; put the transcript into it or remove the file")
    if not any(character.isalpha() for character in text):
        raise SourceError("holds no letters, so nothing was said in it; check the file")
    return text, warning


def join_pages(
    source: Source, texts: Sequence[str], *, digests: Sequence[str], provenances: Sequence[Provenance]
) -> Transcript:
    """Return one transcript of the pages' texts, joined by ``PAGE_BREAK``; the first page's provenance speaks."""
    pages, position = [], 0
    for number, (file, text, digest) in enumerate(zip(source.files, texts, digests, strict=True), start=1):
        pages.append(
            Page(
                briefing_id=source.briefing_id,
                page=number,
                start=position,
                end=position + len(text),
                source_file=file,
                source_url=provenances[number - 1].source_url,
                sha256=digest,
                retrieved_at=provenances[number - 1].retrieved_at,
            )
        )
        position += len(text) + len(PAGE_BREAK)
    whole = digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode()).hexdigest()
    return Transcript(
        briefing_id=source.briefing_id,
        collection=source.collection,
        text=PAGE_BREAK.join(texts),
        source_file=source.source_file,
        sha256=whole,
        pages=tuple(pages),
        provenance=provenances[0],
    )


def transcript_of_text(text: str, *, name: str) -> Transcript:
    """Return the transcript of a text in memory; ``name`` becomes its id. Newlines become line feeds.

    Raises:
        SourceError: The text is empty or holds no letter.
    """
    data = text.encode("utf-8", errors="surrogatepass")
    stored, _ = _read_page(f"{name}.txt", data, max_bytes=len(data))
    source = Source(briefing_id=briefing_id(name) or "text", collection="memory", files=(f"{name}.txt",))
    return join_pages(source, [stored], digests=[hashlib.sha256(data).hexdigest()], provenances=[Provenance()])
