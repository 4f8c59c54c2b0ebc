"""Train the model that ships, from all coded statements there are.

    python tools/train.py [FOLDER]

Writes the model, how far the words are believed beside it, and its card: the digest of the
examples, how many there are of each source, and the quality on documents that were left out, by
language.
"""

from __future__ import annotations

import sys
from pathlib import Path

from examples import all_examples
from reliability import write

from maalkart.coding.codebook import load as load_codebook
from maalkart.coding.fit import learn, save
from maalkart.coding.trained.coder import SHIPPED
from maalkart.coding.trained.signs import signs_of
from maalkart.coding.wordcoder import WordCoder, load_lists

WORKERS = 2


def main() -> None:
    """Read, learn, write, and say how good it is."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPPED
    codebook = load_codebook()
    words = WordCoder(codebook, load_lists(codebook))
    examples = all_examples(codebook)
    print(f"{len(examples)} examples", flush=True)
    fitted = learn(examples, codebook, findings=signs_of(words), workers=WORKERS)
    save(fitted.model, folder)
    for variable, trust in write(folder, examples, fitted, words).items():
        print(f"{variable:<14} the words' say counts {trust}")
    for variable, by_language in fitted.model.card["held_out_quality"].items():
        for language, figures in by_language.items():
            print(f"{variable:<14} {language:<4}", figures)


if __name__ == "__main__":
    main()
