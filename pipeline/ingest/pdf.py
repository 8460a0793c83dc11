"""Reads PDF files with a text layer: lines as on the page, paragraphs parted by blank lines, one text a page."""

import io
import logging
import re
from collections.abc import Iterator, Sequence
from typing import Any

from pypdf import PageObject, PasswordType, PdfReader
from pypdf.generic import DictionaryObject

from pipeline.errors import SourceError
from pipeline.ingest.pdf_layout import Line, page_texts
from pipeline.ingest.reading import Reading

_MAX_PAGES = 1_000
_MAX_CONTENT = 30_000_000
"""Bytes of drawing instructions that all pages may have together; pypdf itself limits what one stream unpacks to."""

_TAIL = 2_048
"""Bytes at the end of a file within which its end mark must stand."""

_RE_UNFIT = re.compile(r"[\x00\x0c\ud800-\udfff]")


def read_pdf(data: bytes) -> Reading:
    """Read a PDF file. Words are not put together again where a line ends in a hyphen.

    Raises:
        SourceError: The file is no PDF, cut off, broken or too large, has a password, or holds no text.
    """
    complaints = _Complaints()
    logger = logging.getLogger("pypdf")
    logger.addHandler(complaints)
    try:
        pages = _pages(data)
    except SourceError:
        raise
    except Exception as error:  # a broken file breaks the library in many ways
        raise SourceError(
            f"a broken PDF, or one that unpacks to too much ({type(error).__name__}: {error}); print it to a new PDF"
        ) from error
    finally:
        logger.removeHandler(complaints)
    if not any(line.text for page in pages for line in page):
        raise SourceError(
            "no text layer (a scan?); it needs OCR: run it through an OCR program and put the result here"
        )
    texts = page_texts(pages)
    return Reading(pages=texts, warnings=(*_bare(texts), *complaints.warnings()))


class _Complaints(logging.Handler):
    """Collects what pypdf says of a damaged file."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the first messages."""
        if len(self.messages) < 3:
            self.messages.append(record.getMessage()[:100])

    def warnings(self) -> tuple[str, ...]:
        """Return one warning for all messages."""
        return (f"a damaged PDF ({'; '.join(self.messages)}); check that nothing is missing",) if self.messages else ()


def _bare(texts: Sequence[str]) -> tuple[str, ...]:
    numbers = [str(number) for number, text in enumerate(texts, start=1) if not text]
    return (f"pages without text (scans?): {', '.join(numbers[:20])}; they may need OCR",) if numbers else ()


def _pages(data: bytes) -> list[list[Line]]:
    reader = _open(data)
    pages, n_bytes = [], 0
    for page in reader.pages:
        content = page.get_contents()
        n_bytes += len(content.get_data()) if content is not None else 0
        if n_bytes > _MAX_CONTENT:
            raise SourceError(
                f"holds more than {_MAX_CONTENT:,} bytes of page content; split it, or leave out drawings"
            )
        pages.append(list(_lines(page)))
    return pages


def _open(data: bytes) -> PdfReader:
    if b"%PDF-" not in data[:_TAIL]:
        raise SourceError("no PDF file (it does not begin with %PDF-); check what was downloaded")
    if b"%%EOF" not in data[-_TAIL:]:
        raise SourceError("cut off: the end mark %%EOF is missing; download it again")
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise SourceError("encrypted with a password; save a copy without one")
    n_pages, listed = len(reader.pages), _listed(reader)
    if n_pages > _MAX_PAGES:
        raise SourceError(f"has {n_pages:,} pages; at most {_MAX_PAGES:,} are read; split it")
    if n_pages < listed:
        raise SourceError(f"broken: {n_pages} of its {listed} pages are left; download it again")
    return reader


def _listed(reader: PdfReader) -> int:
    """Return the number of pages that the file says it has."""
    tree = reader.root_object["/Pages"].get_object()
    count = tree["/Count"] if isinstance(tree, DictionaryObject) else None
    return count if isinstance(count, int) else 0


def _lines(page: PageObject) -> Iterator[Line]:
    """Yield the lines of a page in the order of the file, each where its first visible piece stands."""
    pieces: list[tuple[str, float, float]] = []

    def visit(text: str, matrix: Any, position: Any, _font: Any, _size: Any) -> None:
        x, y = position[4], position[5]
        left, base = (matrix[i] * x + matrix[i + 2] * y + matrix[i + 4] for i in (0, 1))
        pieces.append((text, left, base))

    page.extract_text(visitor_text=visit)
    words: list[str] = []
    place: tuple[float, float] | None = None
    for text, left, base in pieces:
        for number, part in enumerate(text.split("\n")):
            if number:
                yield _line(words, place)
                words, place = [], None
            if part.strip() and place is None:
                place = (left, base)
            words.append(part)
    yield _line(words, place)


def _line(words: Sequence[str], place: tuple[float, float] | None) -> Line:
    text = _RE_UNFIT.sub("\ufffd", "".join(words)).rstrip()
    return Line(text, *place) if text and place else Line("")
