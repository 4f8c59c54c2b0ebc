"""Studies in a form that can be read: one line per document, one per statement below it.

Fjellvik samfunnsdel 12
  goal top climate.emissions sdg13 @4 | Utsleppa skal halverast.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from maalkart.core.document import Box
from maalkart.core.statement import Codes, Context, Evidence, Statement
from maalkart.core.study import Body, DocumentFacts, Fact, Readable
from maalkart.report.base import (
    CodedStatement,
    Definition,
    DocumentRow,
    StudyData,
    Term,
    ValueWord,
)

TYPES = ("vision", "value", "focus_area", "goal", "strategy", "measure", "challenge", "none")
THEMES = (
    "climate.emissions",
    "climate.nature",
    "life.health",
    "life.education",
    "employer.attractive",
    "employer.leadership",
    "merger.jobs",
    "merger.building",
)
OTHER = {
    "dimensions": ("environmental", "social", "economic"),
    "beneficiaries": ("everyone", "children"),
    "arena": ("society", "organisation"),
    "challenges": ("climate_change", "demography"),
    "concepts": ("cocreation", "smart"),
}


def called(code: str, group: str | None = None) -> Term:
    name = code.replace(".", " ")
    return Term(
        label={"nb": f"{name} på bokmål", "nn": f"{name} på nynorsk", "en": f"{name} in English"},
        definition={"nb": "Hva", "nn": "Kva", "en": "What"},
        group=group,
    )


TERMS = {
    "type": {code: called(code) for code in TYPES},
    "themes": {code: called(code, code.partition(".")[0]) for code in THEMES},
    "domains": {code: called(code) for code in ("climate", "life", "employer", "merger")},
    "sdgs": {str(number): called(f"mål {number}") for number in range(1, 18)},
    **{name: {code: called(code) for code in codes} for name, codes in OTHER.items()},
}


def codes(words: list[str]) -> Codes:
    found = Codes(type=words[0], confidence=0.8)
    for word in words[1:]:
        if word in ("top", "sub"):
            found = replace(found, level=word)
        elif word in THEMES:
            found = replace(found, themes=(*found.themes, word))
        elif word.startswith("names"):
            found = replace(found, explicit_sdgs=(*found.explicit_sdgs, int(word[5:])))
        elif word.startswith("sdg"):
            found = replace(found, sdgs=(*found.sdgs, int(word[3:])))
        elif word in OTHER["arena"]:
            found = replace(found, arena=word)
        else:
            [name] = [name for name, known in OTHER.items() if word in known]
            found = replace(found, **{name: (*getattr(found, name), word)})
    return found


def documents(text: str) -> Iterator[tuple[DocumentRow, list[CodedStatement]]]:
    row, said = None, []
    for number, line in enumerate(text.strip().splitlines()):
        if not line.startswith(" "):
            if row:
                yield row, said
            row, said = _document(line.split(), number), []
            continue
        head, _, words = line.strip().partition(" | ")
        assert row is not None
        said.append(_statement(row, head.split(), words, len(said)))
    if row:
        yield row, said


def _document(words: list[str], number: int) -> DocumentRow:
    body, kind, pages, *rest = words
    options = dict(word.split("=", 1) for word in rest)
    known = f"{number:064x}"
    unread = tuple(int(page) for page in options.get("unread", "").split(",") if page)
    uses = tuple(options["sdg_use"].split(",")) if "sdg_use" in options else ()
    vision = options.get("vision")
    shown = tuple(
        Fact(name=name, value=value, evidence=_evidence(known, 1, value, 60.0))
        for name, value in [("sdg_use", use) for use in uses] + [("vision", vision)] * bool(vision)
    )
    facts = DocumentFacts(
        document=known,
        kind=kind,
        body=body,
        adopted="2020-06-16",
        period=(2020, 2032),
        status="adopted",
        language=options.get("language", "nb"),
        sdg_use=uses,
        vision=vision,
        values=(),
        readable=Readable(pages=int(pages) - len(unread), ocr=0, unread=unread),
        facts=shown,
    )
    error = options.get("error")
    return DocumentRow(
        document=known,
        body=body,
        kind=kind,
        name=f"{body}_{kind}.pdf",
        facts=None if error else facts,
        error=error,
        pages=int(pages),
        paged="sections" not in options,
    )


def _evidence(document: str, page: int, quote: str, top: float) -> Evidence:
    boxes = (Box(left=70, top=top, right=300, bottom=top + 14),)
    return Evidence(
        document=document, page=page, start=7, end=7 + len(quote), quote=quote, boxes=boxes
    )


def _statement(row: DocumentRow, head: list[str], words: str, order: int) -> CodedStatement:
    pages = [int(word[1:]) for word in head if word.startswith("@")]
    statement = Statement(
        id=f"{row.document}:{order}",
        text=words,
        context=Context(heading_path=("Mål", "Delmål")),
        evidence=(_evidence(str(row.document), (pages or [1])[0], words, 100 + 20 * order),),
    )
    rest = [word for word in head if not word.startswith("@")]
    return CodedStatement(statement=statement, codes=codes(rest), body=row.body, kind=row.kind)


def study(text: str, *, bodies: tuple[str, ...] = (), **more: object) -> StudyData:
    """The study that the lines describe; bodies in order of mention, then those only named."""
    found = list(documents(text))
    names = dict.fromkeys([row.body for row, _ in found] + list(bodies))
    data = StudyData(
        name="Prøvestudien",
        bodies=tuple(
            Body(number=name, name=name, level="county" if "fylke" in name else "municipality")
            for name in names
        ),
        documents=tuple(row for row, _ in found),
        statements=tuple(one for _, said in found for one in said),
        terms=TERMS,
        version="1",
        digest="abc",
        coder="words-v1",
    )
    return replace(data, **more)


SMALL = """
Fjellvik samfunnsdel 12 sdg_use=highlighted,mapped vision=Saman_for_framtida language=nn
  vision top | Saman for framtida
  goal top climate.emissions sdg13 environmental society @4 | Utsleppa skal halverast.
  goal sub life.health sdg3 social everyone society @5 | Alle skal ha god helse.
  strategy life.health social children cocreation @5 | Me skal samskape med barn.
  challenge demography @2 | Folketalet går ned.
  none names13 @6 | Mål 13
Fjellvik arbeidsgiverstrategi 8
  goal top employer.attractive organisation @3 | Vi skal være en attraktiv arbeidsplass.
Dalbygda samfunnsdel 20 unread=7,8
  strategy climate.emissions climate.nature environmental @9 | Vi skal kutte utslipp.
  goal top life.education sdg4 children social @10 | Barn skal lære.
  measure life.education children @11 | Ny skole bygges i 2027.
Dalbygda intensjonsavtale 4
  goal top merger.jobs organisation @2 | Ingen skal sies opp.
Sjøfylket planstrategi 30 sdg_use=mentioned
  goal top climate.emissions climate.nature sdg13 environmental @3 | Natur og klima skal vernes.
  challenge climate_change @4 | Flommene blir større.
Havnes samfunnsdel 0 error=filen_er_kryptert
"""


def small() -> StudyData:
    """Four bodies, one of which could not be read, with two written languages."""
    data = study(SMALL)
    cocreation = data.statements[3].statement
    health = data.statements[2].statement
    learn = data.statements[9].statement
    return replace(
        data,
        definitions=(Definition(concept="cocreation", statement=cocreation),),
        value_words=(
            ValueWord(
                headword="god",
                bodies=("Fjellvik", "Dalbygda"),
                statements=(health.id, learn.id),
                forms=("god", "gode"),
            ),
        ),
    )
