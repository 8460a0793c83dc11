"""Reading Word documents that the tests write. Synthetic."""

import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.errors import SourceError
from pipeline.ingest.docx import read_docx


def saved(document: WordDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def written(write: Callable[[WordDocument], object]) -> str:
    document = Document()
    write(document)
    return read_docx(saved(document)).pages[0]


def bold_label(document: WordDocument) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run("MR. TORVIK:").bold = True
    paragraph.add_run("\u00a0 Yes.\nOf course.\tGood.")


def table(document: WordDocument) -> None:
    document.add_paragraph("Before.")
    grid = document.add_table(rows=2, cols=2)
    for cell, text in zip([*grid.rows[0].cells, *grid.rows[1].cells], ("Q:", "Why?", "A:", "So."), strict=True):
        cell.text = text
    grid.rows[1].cells[1].add_table(rows=1, cols=1).rows[0].cells[0].text = "Inner."
    document.add_paragraph("After.")


def add(xml: str) -> Callable[[WordDocument], object]:
    marked = xml.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1).replace("<w:sdt>", f"<w:sdt {nsdecls('w')}>", 1)
    return lambda document: document.element.body.insert(0, parse_xml(marked))


@pytest.mark.parametrize(
    ("write", "text"),
    [
        (bold_label, "MR. TORVIK:\u00a0 Yes.\nOf course.\tGood."),
        (table, "Before.\n\nQ:\n\nWhy?\n\nA:\n\nSo.\n\nInner.\n\nAfter."),
        (lambda document: [document.add_paragraph(text) for text in ("One.", "", "  ", "Two.")], "One.\n\nTwo."),
        (
            add("<w:p><w:r><w:t>Yes</w:t><w:footnoteReference w:id='7'/></w:r><w:r><w:t>, sir.</w:t></w:r></w:p>"),
            "Yes, sir.",
        ),
        (
            add(
                "<w:p><w:ins w:id='1' w:author='a'><w:r><w:t>New. </w:t></w:r></w:ins>"
                "<w:del w:id='2' w:author='a'><w:r><w:delText>Old.</w:delText></w:r></w:del>"
                "<w:hyperlink><w:r><w:t>Link.</w:t></w:r></w:hyperlink></w:p>"
            ),
            "New. Link.",
        ),
        (
            add("<w:sdt><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent></w:sdt>"),
            "In a control.",
        ),
    ],
)
def test_paragraphs_come_in_reading_order(write: Callable[[WordDocument], object], text: str) -> None:
    assert written(write) == text


def repacked(parts: dict[str, bytes]) -> bytes:
    """An empty document with some parts replaced or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved(Document()))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name, content in ({name: old.read(name) for name in old.namelist()} | parts).items():
            new.writestr(name, content)
    return out.getvalue()


def archive(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


DEEP = f"<w:document {nsdecls('w')}><w:body>" + "<w:p>" * 5_000


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"Not a document", "it is no zip archive"),
        (saved(Document())[:2_000], "it is no zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an older .doc or a document with a password"),
        (archive(a="b"), "a broken Word document"),
        (repacked({"word/media/x.bmp": bytes(70_000_000)}), "all its parts unpack to 70,"),
        (repacked({"word/document.xml": b" " * 21_000_000}), "its XML parts unpack to 21,"),
        (repacked({"word/document.xml": DEEP.encode()}), "a broken Word document"),
    ],
)
def test_bad_files_are_source_errors(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read_docx(data)


def test_entities_are_not_expanded() -> None:
    entity = '<!DOCTYPE d [<!ENTITY a "boom">]>'
    body = "<w:body><w:p><w:r><w:t>Yes&a;</w:t></w:r></w:p></w:body>"
    xml = f"{entity}<w:document {nsdecls('w')}>{body}</w:document>"
    assert read_docx(repacked({"word/document.xml": xml.encode()})).pages == ("Yes",)
