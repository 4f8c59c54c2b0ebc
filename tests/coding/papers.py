"""Documents written in a test: pages of lines, each of one kind."""

from __future__ import annotations

import hashlib

from maalkart.coding.facts import describe
from maalkart.core.document import Block, Document, Icon, Page
from maalkart.core.study import DocumentFacts

KINDS = {"#": "heading", "-": "list_item", "!": "furniture", "%": "contents"}


def paper(*pages: str, name: str = "dokument.pdf", icons: tuple[Icon, ...] = ()) -> Document:
    """A document of lines: «# heading», «- item», «! running header», «% contents», text."""
    made, blocks = [], []
    for number, source in enumerate(pages, start=1):
        text = ""
        for line in filter(None, source.splitlines()):
            kind = KINDS.get(line[0], "paragraph")
            said = line[1:].strip() if line[0] in KINDS else line
            place = {"page": number, "order": len(blocks), "start": len(text)}
            level = 1 if kind == "heading" else None
            end = len(text) + len(said)
            blocks.append(Block(kind=kind, end=end, text=said, level=level, **place))
            text += said + "\n"
        made.append(Page(number=number, text=text))
    digest = hashlib.sha256("\f".join(pages).encode()).hexdigest()
    return Document(
        id=digest, name=name, format="pdf", pages=tuple(made), blocks=tuple(blocks), icons=icons
    )


TEXT = "Dette er en lang tekst om bygda og det som skal skje der i årene som kommer. " * 12
NYNORSK = (
    "Dette er ein lang tekst om bygda og det som skal skje der i åra som kjem, ikkje no. " * 12
)


def facts(*pages: str, **more: object) -> DocumentFacts:
    document = paper(*pages, **more)
    said = describe(document)
    for fact in said.facts:
        if fact.evidence is not None:
            fact.evidence.verify(document)
    return said
