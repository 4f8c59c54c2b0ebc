"""`blocks`, `find`, `describe`, `evaluate`, `like` and `fit`: one file, without a study."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from maalkart.cli.output import complain, printable, say, say_json, say_lines
from maalkart.core.document import LOSSES
from maalkart.core.errors import MaalkartError

File = Annotated[Path, typer.Argument(metavar="FILE", help="A PDF, DOCX, ODT, HTML or text file.")]


class Form(StrEnum):
    """How results are printed."""

    text = "text"
    jsonl = "jsonl"


class Shape(StrEnum):
    """How one result is printed."""

    text = "text"
    json = "json"


Format = Annotated[Form, typer.Option("--format", help="text to read, jsonl for programs.")]
Ocr = Annotated[bool, typer.Option("--ocr/--no-ocr", help="Read pages without text by OCR.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands that need no study."""
    app.command()(blocks)
    app.command()(find)
    app.command()(describe)
    app.command()(evaluate)
    app.command()(like)
    app.command()(fit)


def blocks(file: File, format: Format = Form.text, ocr: Ocr = True) -> None:
    """Show a document as it was read: headings, paragraphs, list items, cells, furniture."""
    from maalkart.workflow import reading

    document, _ = reading.read_one(file, ocr=ocr)
    records = reading.blocks(document)
    if format is Form.jsonl:
        say_lines(records)
        return
    for record in records:
        level = "" if record["level"] is None else f" {record['level']}"
        marker = "" if record["marker"] is None else f"{record['marker']} "
        place = record["page"] or record["section"] or "–"
        say(f"{place!s:>4}  {record['kind'] + level:<13}  {_line(marker + record['text'])}")


def find(file: File, format: Format = Form.text, ocr: Ocr = True) -> None:
    """Find the aims and challenges of a document, with the words and the page that prove them."""
    from maalkart.workflow import one_file, reading

    document, statements = reading.read_one(file, ocr=ocr)
    records = one_file.find(document, statements)
    if format is Form.jsonl:
        say_lines(records)
    else:
        for record in records:
            place = f"p. {record['page']}" if record["page"] else record["section"] or ""
            codes = " ".join([*record["themes"], *(f"UN{goal}" for goal in record["sdgs"])])
            say(f"{_line(place)[:24]:<8} {record['type']:<11} {_line(record['quote'])}")
            if codes:
                say(f"{'':<20} {codes}")
    _say_unread(document)


def describe(file: File, ocr: Ocr = True) -> None:
    """Say of what kind a document is, whose, when adopted, and how it uses the UN goals."""
    from maalkart.workflow import one_file, reading

    document, statements = reading.read_one(file, ocr=ocr, look=True)
    say_json(one_file.describe_file(document, statements))


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Coded statements.")],
    answers: Annotated[
        Path | None, typer.Option("--answers", help="Codes to be measured; else the coder's own.")
    ] = None,
    format: Annotated[
        Shape, typer.Option("--format", help="text to read, json for programs.")
    ] = Shape.text,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Measure how far a coder agrees with coded statements."""
    from maalkart.workflow import measuring

    evaluation = measuring.evaluate(gold, answers)
    if as_json or format is Shape.json:
        say_json(evaluation.record())
    else:
        for line in measuring.lines(evaluation):
            say(line)


def like(
    path: Annotated[Path, typer.Argument(metavar="FILE|FOLDER", help="A document, or a study.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What to look for, in any words.")],
    count: Annotated[int, typer.Option(min=1, max=1000, help="How many to show.")] = 10,
    format: Format = Form.text,
) -> None:
    """Find the statements that mean much the same as a text (needs the extra «semantic»)."""
    from maalkart.workflow import likeness

    records = likeness.like(path, text, count=count)
    if format is Form.jsonl:
        say_lines(records)
        return
    for record in records:
        place = f"p. {record['page']}" if record["page"] else "–"
        said = _line(str(record["quote"]))
        say(f"{record['nearness']:.2f}  {_line(str(record['document']))}, {place}: {said}")


def fit(
    coded: Annotated[Path, typer.Argument(metavar="CODED.jsonl", help="Statements with codes.")],
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A codebook of your own, or a new folder.")
    ],
    semantic: Annotated[
        bool, typer.Option("--semantic", help="Learn from what statements mean, too (an extra).")
    ] = False,
) -> None:
    """Train a coder on your own decisions, and keep it beside the codebook."""
    from maalkart.workflow import fitting

    model = fitting.fit(coded, folder, semantic=semantic)
    card = model.card
    say(f"{card['examples']} statements of {card['documents']} documents")
    for variable, by_language in card["held_out_quality"].items():
        for language, figures in by_language.items():
            say(f"{variable:<14} {language:<4} {_figures(figures)}")
    if model.meaning is not None:
        say(f"with {model.meaning.embedder}:")
        for variable, by_language in model.meaning.held_out_quality.items():
            say(f"{variable:<14} all  {_figures(by_language['all'])}")
        say("write in study.toml:  [coder]  semantic = true")
    say(f'write in study.toml:  [codebook]  path = "{folder.name}"')


def _figures(figures: dict[str, Any]) -> str:
    """«kappa 0.54 [0.50, 0.58]  examples 900»; a measure that is undefined says so."""
    said = []
    for name, value in figures.items():
        if not name.endswith(("_low", "_high")):
            low, high = figures.get(f"{name}_low"), figures.get(f"{name}_high")
            between = "" if low is None else f" [{low}, {high}]"
            said.append(f"{name} {'undefined' if value is None else value}{between}")
    return "  ".join(said)


def _line(text: str) -> str:
    return printable(" ".join(text.split()))


def _say_unread(document: Any) -> None:
    for note in document.notes:
        if note.code in LOSSES:
            complain(MaalkartError(note.message, place=document.name, hint="fetch the file again"))
    unread = [page.number for page in document.pages if page.source == "unread"]
    if unread:
        pages = ", ".join(map(str, unread[:20])) + (" …" if len(unread) > 20 else "")
        why = next((n.message for n in document.notes if n.page == unread[0]), None)
        complain(
            MaalkartError(
                f"{len(unread)} of {len(document.pages)} pages could not be read: {pages}",
                place=document.name,
                hint=why,
            )
        )
