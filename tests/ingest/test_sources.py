"""Finding sources: pages joined, ids, what is ignored."""

from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.ingest.sources import find_sources


def corpus_of(folder: Path, *files: str) -> Path:
    for file in files:
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Odile Brandt:\n\nGood morning.\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["a/x.txt"], {"a/x": ["a/x.txt"]}),
        (["a/X Day.md", "a/x.txt"], {"a/x-day": ["a/X Day.md"], "a/x": ["a/x.txt"]}),
        (["a/b/p01.txt", "a/b/p02.txt", "a/b/p10.txt"], {"a/b": ["a/b/p01.txt", "a/b/p02.txt", "a/b/p10.txt"]}),
        (["a/t.txt", "a/t_2.txt", "a/t_3.txt"], {"a/t": ["a/t.txt", "a/t_2.txt", "a/t_3.txt"]}),
        (["a/t_0.txt", "a/t_2.txt"], {"a/t": ["a/t_0.txt", "a/t_2.txt"]}),
        (["a/t_1.txt", "a/t_2.txt"], {"a/t-1": ["a/t_1.txt", "a/t_2.txt"]}),
        (["a/t_2.txt", "a/t_3.txt"], {"a/t-2": ["a/t_2.txt"], "a/t-3": ["a/t_3.txt"]}),
        (["a/t.txt", "a/t_3.txt"], {"a/t": ["a/t.txt"], "a/t-3": ["a/t_3.txt"]}),
        (["a/t.txt", "a/t_2021.txt"], {"a/t": ["a/t.txt"], "a/t-2021": ["a/t_2021.txt"]}),
        (["a/x.md", "a/x.txt"], {"a/x": ["a/x.md"], "a/x-txt": ["a/x.txt"]}),
        (["a/p.PDF", "a/w.docx", "a/s.srt"], {"a/p": ["a/p.PDF"], "a/s": ["a/s.srt"], "a/w": ["a/w.docx"]}),
        (["a/c.htm", "a/c_2.htm", "a/v.vtt"], {"a/c": ["a/c.htm", "a/c_2.htm"], "a/v": ["a/v.vtt"]}),
    ],
)
def test_pages_are_joined_and_sources_named(tmp_path: Path, files: list[str], expected: dict[str, list[str]]) -> None:
    found = find_sources(corpus_of(tmp_path, *files))
    assert {source.briefing_id: list(source.files) for source in found.sources} == expected


def test_a_shared_id_is_a_warning(tmp_path: Path) -> None:
    found = find_sources(corpus_of(tmp_path, "a/x.md", "a/x.txt"))
    assert [source.warning is None for source in found.sources] == [True, False]
    assert "its id is that of a/x.md" in (found.sources[1].warning or "")


def test_readme_hidden_and_other_files_are_no_sources(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, "a/x.txt", "README.md", "LICENSE.txt", ".git/y.txt", "_drafts/z.txt", "a/chart.png")
    (corpus / "a/x.txt.toml").write_text("synthetic = true\n")
    found = find_sources(corpus)
    assert [source.briefing_id for source in found.sources] == ["a/x"]
    assert found.ignored == ("LICENSE.txt", "README.md", "a/chart.png")


def test_the_collection_is_the_first_folder(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path / "papers", "x.txt", "scio/2023/y.txt")
    assert {s.briefing_id: s.collection for s in find_sources(corpus).sources} == {
        "x": "papers",
        "scio/2023/y": "scio",
    }


def test_a_missing_folder_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere: no such folder"):
        find_sources(tmp_path / "nowhere")


def test_a_corpus_without_sources_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG")
    kinds = r"\(\.docx, \.htm, \.html, \.md, \.pdf, \.srt, \.txt, \.vtt\)"
    with pytest.raises(UsageError, match=f"no source among 1 files; put transcripts there {kinds}"):
        find_sources(tmp_path)
