"""Plans of municipalities that do not exist: files whose kind, owner and adoption are known."""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from docx import Document

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "read"))
from sheets import pdf

KINDS = ("samfunnsdel", "planstrategi", "okonomiplan", "intensjonsavtale", "arbeidsgiverstrategi")
TITLES = {
    "nb": {
        "samfunnsdel": ("Kommuneplanens samfunnsdel {years}", "Kommuneplan {years} – samfunnsdel"),
        "planstrategi": ("Kommunal planstrategi {years}", "Planstrategi {years}"),
        "okonomiplan": ("Økonomiplan {years}", "Budsjett og økonomiplan {years}"),
        "intensjonsavtale": ("Intensjonsavtale om ny kommune", "Intensjonsavtale"),
        "arbeidsgiverstrategi": ("Arbeidsgiverstrategi {years}", "Arbeidsgiverpolitikk"),
    },
    "nn": {
        "samfunnsdel": ("Samfunnsdelen til kommuneplanen {years}", "Kommuneplanen sin samfunnsdel"),
        "planstrategi": ("Kommunal planstrategi {years}", "Planstrategi for perioden {years}"),
        "okonomiplan": ("Økonomiplan {years}", "Handlings- og økonomiplan {years}"),
        "intensjonsavtale": ("Intensjonsavtale om ny kommune", "Samanslåingsavtale"),
        "arbeidsgiverstrategi": ("Arbeidsgivarstrategi {years}", "Arbeidsgivarpolitikk"),
    },
}
ADOPTED = {
    "nb": (
        "Vedtatt av kommunestyret {day}",
        "Vedtatt i {body} kommunestyre {day}, sak {case}",
    ),
    "nn": (
        "Vedteken av kommunestyret {day}",
        "Vedteke i {body} kommunestyre {day}, sak {case}",
    ),
}
DRAFT = {"nb": "Høringsutkast", "nn": "Høyringsutkast"}
BODY = {
    "nb": [
        "Innbyggerne skal oppleve trygghet og tilhørighet i hele kommunen.",
        "Kommunen skal legge til rette for et allsidig næringsliv med nye arbeidsplasser.",
        "Barn og unge skal møte voksne som har tid, og en skole der de trives og lærer.",
        "Vi skal halvere klimagassutslippene, og bruke arealene der folk allerede bor.",
        "Eldre skal kunne bo hjemme lenge, med hjelp som kommer når den trengs.",
        "Stadig færre i arbeidsfør alder skal løse flere oppgaver, og det krever nye måter.",
    ],
    "nn": [
        "Innbyggjarane skal oppleve tryggleik og tilhøyrsle i heile kommunen.",
        "Kommunen skal leggje til rette for eit allsidig næringsliv med nye arbeidsplassar.",
        "Born og unge skal møte vaksne som har tid, og ein skule der dei trivst og lærer.",
        "Vi skal halvere klimagassutsleppa, og bruke areala der folk alt bur.",
        "Eldre skal kunne bu heime lenge, med hjelp som kjem når ho trengst.",
        "Stadig færre i arbeidsfør alder skal løyse fleire oppgåver, og det krev nye måtar.",
    ],
}


@dataclass(frozen=True)
class Plan:
    """An invented plan; `adopted` is (year, month, day), None where it does not say."""

    body: str
    kind: str
    title: str
    language: str
    lines: tuple[str, ...]
    adopted: tuple[int, int, int] | None
    draft: bool = False

    @property
    def front(self) -> list[str]:
        """The words of its first page."""
        return [self.title, f"{self.body} kommune", *self.lines]

    def prose(self, rng: random.Random, count: int) -> list[str]:
        """Sentences of its text."""
        return [rng.choice(BODY[self.language]) for _ in range(count)]


def make_plan(
    rng: random.Random, body: str, kind: str, language: str, *, year: int, state: str = "adopted"
) -> Plan:
    """A plan of a year; state is adopted, draft or silent (it does not say)."""
    years = f"{year}–{year + (12 if kind == 'samfunnsdel' else 4)}"
    title = rng.choice(TITLES[language][kind]).format(years=years)
    day = (year, rng.randint(1, 12), rng.randint(1, 28))
    said = rng.choice(ADOPTED[language]).format(
        body=body,
        day=f"{day[2]:02}.{day[1]:02}.{year}",
        case=f"{rng.randint(5, 90)}/{year % 100}",
    )
    lines = {"adopted": (said,), "draft": (DRAFT[language],), "silent": ()}[state]
    adopted = day if state == "adopted" else None
    return Plan(body, kind, title, language, lines, adopted, state == "draft")


def as_pdf(rng: random.Random, plan: Plan) -> bytes:
    """A PDF with a front page and two of text."""
    pages = [plan.front, *(["Mål", *plan.prose(rng, 12)] for _ in range(2))]
    return pdf(*[[line.replace("–", "-") for line in page] for page in pages])


def as_docx(rng: random.Random, plan: Plan) -> bytes:
    """A DOCX with headings."""
    document = Document()
    document.add_heading(plan.title, 0)
    for line in plan.front[1:]:
        document.add_paragraph(line)
    document.add_heading("Mål", 1)
    for sentence in plan.prose(rng, 25):
        document.add_paragraph(sentence)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def as_html(rng: random.Random, plan: Plan, *, sentences: int = 40) -> str:
    """The main part of a web page."""
    told = "".join(f"<p>{line}</p>" for line in plan.front[1:])
    prose = "".join(f"<p>{sentence}</p>" for sentence in plan.prose(rng, sentences))
    return f"<h1>{plan.title}</h1>{told}<h2>Mål</h2>{prose}"
