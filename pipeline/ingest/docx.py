"""Reads ``.docx``: paragraphs in reading order, those of tables and text boxes too."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from pipeline.errors import SourceError
from pipeline.ingest.reading import Reading

_MAX_UNPACKED = 64_000_000
"""Bytes that all parts of a file may have together when unpacked."""

_MAX_XML = 20_000_000
"""Bytes that the XML parts may have together; a tree in memory takes about twenty times that."""

_OLE = b"\xd0\xcf\x11\xe0"
"""First bytes of the older .doc, and of a .docx with a password."""

_PARAGRAPH = qn("w:p")
_TEXT = qn("w:t")
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "\u2011"}
_SKIPPED = {
    qn("w:pPr"),
    qn("w:rPr"),
    qn("w:del"),
    qn("w:moveFrom"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
"""Properties, what a revision took away, and the second copy of a text box that older programs show."""


def read_docx(data: bytes) -> Reading:
    """Read a Word document. Footnotes, comments, headers and footers are left out; tracked insertions are read.

    Raises:
        SourceError: The file is no Word document, has a password, is broken, or unpacks to too much.
    """
    _check_package(data)
    try:
        body = Document(io.BytesIO(data)).element.body
        paragraphs = [text for text in _paragraphs(body) if text.strip()]
    except SourceError:
        raise
    except Exception as error:  # a broken package breaks its libraries in many ways
        raise SourceError(
            f"a broken Word document ({type(error).__name__}: {error}); save it again as .docx"
        ) from error
    return Reading(pages=("\n\n".join(paragraphs),))


def _check_package(data: bytes) -> None:
    if data.startswith(_OLE):
        raise SourceError("an older .doc or a document with a password; save it as .docx without one")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = [(part.filename, part.file_size) for part in package.infolist()]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise SourceError(f"no Word document: it is no zip archive ({error}); save it as .docx") from error
    markup = sum(size for name, size in parts if name.endswith((".xml", ".rels")))
    for what, size, limit in (
        ("all its parts", sum(size for _, size in parts), _MAX_UNPACKED),
        ("its XML parts", markup, _MAX_XML),
    ):
        if size > limit:
            raise SourceError(
                f"{what} unpack to {size:,} bytes; at most {limit:,} are read; save its text alone, or split it"
            )


def _paragraphs(body: Any) -> Iterator[str]:
    """Yield the text of each paragraph. One inside another (a text box) comes before the rest of the outer one."""
    opened: list[list[str]] = []
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "end":
            if tag == _PARAGRAPH:
                yield _trim("".join(opened.pop()))
        elif tag in _SKIPPED:
            walk.skip_subtree()
        elif tag == _PARAGRAPH:
            opened.append([])
        elif opened and tag == _TEXT:
            opened[-1].append(element.text or "")
        elif opened and tag in _SIGNS:
            opened[-1].append(_SIGNS[tag])


def _trim(text: str) -> str:
    return "\n".join(line.strip(" \t") for line in text.split("\n")).strip("\n")
