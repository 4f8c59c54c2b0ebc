"""The embedder of the extra `semantic`, with a memory that all studies of the user share."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from maalkart.coding.semantic import Embedder, kept, nano_embedder
from maalkart.store.vectors import VectorFile


@lru_cache(maxsize=1)
def embedder() -> Embedder:
    """Made once in each process; raises CodingError without the extra."""
    return kept(nano_embedder(), VectorFile(memory()))


def memory(environment: Mapping[str, str] = os.environ) -> Path:
    """Where vectors are remembered."""
    folder = environment.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(folder) / "maalkart" / "vectors.db"
