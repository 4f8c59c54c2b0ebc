"""A study of three invented bodies with short plans in Markdown: quick to read, enough to count."""

from __future__ import annotations

from pathlib import Path

SETTINGS = """[study]
name = "Tre små kommuner"
[population]
register = "register.csv"
[report]
languages = ["nb", "nn"]
"""
REGISTER = "number,name,level,population\n" + "".join(
    f"990{n},{name},municipality,{1000 * n}\n"
    for n, name in enumerate(("Storvik", "Lauvdal", "Nesøy"), start=1)
)
PLANS = {
    "storvik.md": "# Kommuneplanens samfunnsdel for Storvik kommune\n\n## Mål\n\n"
    "- Trygge og levende bygder\n- Storvik skal halvere klimagassutslippene innen 2030\n\n"
    "## Utfordringer\n\nVi blir færre i arbeidsfør alder, og stadig flere trenger hjelp.\n",
    "lauvdal.md": "# Samfunnsdelen til kommuneplanen for Lauvdal kommune\n\n## Visjon\n\n"
    "Lauvdal – lunt og levande\n\n## Mål\n\n- Alle barn i Lauvdal skal ha gode vener\n\n"
    "## Strategiar\n\n- Leggje til rette for fleire arbeidsplassar i bygda\n",
    "nesoy.md": "# Arbeidsgiverstrategi for Nesøy kommune\n\n## Verdier\n\n- Modig\n- Raus\n\n"
    "## Mål\n\n- Nesøy kommune er en arbeidsgiver som beholder folk\n",
}
KINDS = ("samfunnsdel", "samfunnsdel", "arbeidsgiverstrategi")


def make_study(folder: Path) -> Path:
    """Write the study's files; returns the folder."""
    (folder / "documents").mkdir(parents=True)
    (folder / "study.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "register.csv").write_text(REGISTER, encoding="utf-8")
    rows = ["body,kind,source,adopted,status,note"]
    for number, (name, text) in enumerate(PLANS.items(), start=1):
        (folder / "documents" / name).write_text(text, encoding="utf-8")
        rows.append(f"990{number},{KINDS[number - 1]},documents/{name},,,")
    (folder / "manifest.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def made(folder: Path) -> dict[str, bytes]:
    """All that was computed: the bytes of every file under derived/ and report/."""
    found = [path for name in ("derived", "report") for path in (folder / name).rglob("*")]
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found if p.is_file()}
