"""Train the model that ships, from all coded statements there are.

    python tools/train.py [FOLDER] [--semantic]

With --semantic (and that extra) the model also learns what vectors of statements tell; the first
time that takes half an hour more, for some 40,000 texts are embedded. Writes the model, how far the
words are believed beside it, and its card: the digest of the examples, how many there are of each
source, and the quality on documents that were left out, by language.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from examples import all_examples
from reliability import write

from maalkart.coding.codebook import load as load_codebook
from maalkart.coding.fit import learn, save
from maalkart.coding.trained.coder import SHIPPED
from maalkart.coding.trained.signs import signs_of
from maalkart.coding.wordcoder import WordCoder, load_lists
from maalkart.workflow.vectors import embedder

WORKERS = 2


def main() -> None:
    """Read, learn, write, and say how good it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=SHIPPED)
    parser.add_argument("--semantic", action="store_true")
    asked = parser.parse_args()
    folder, vectors = asked.folder, embedder() if asked.semantic else None
    codebook = load_codebook()
    words = WordCoder(codebook, load_lists(codebook))
    examples = all_examples(codebook)
    print(f"{len(examples)} examples", flush=True)
    fitted = learn(examples, codebook, findings=signs_of(words), embedder=vectors, workers=WORKERS)
    save(fitted.model, folder)
    for variable, trust in write(folder, examples, fitted, words).items():
        print(f"{variable:<14} the words' say counts {trust}")
    _say("words and layout", fitted.model.card["held_out_quality"])
    if fitted.model.meaning is not None:
        _say(f"and {fitted.model.meaning.embedder}", fitted.model.meaning.held_out_quality)


def _say(what: str, quality: Mapping[str, Mapping[str, object]]) -> None:
    print(what)
    for variable, by_language in quality.items():
        for language, figures in by_language.items():
            print(f"{variable:<14} {language:<4}", figures)


if __name__ == "__main__":
    main()
