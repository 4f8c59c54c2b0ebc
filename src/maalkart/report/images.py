"""The figures as files: SVG as they are drawn, PNG for those who need points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from maalkart.report.parts import Figure
from maalkart.report.report import Report
from maalkart.report.typesetting import typeset

DOTS = 168  # an inch of 72 units: 233 an inch of paper at the size of the report


def pngs(figures: Sequence[Figure]) -> Mapping[str, bytes]:
    """Each drawing as PNG, by the figure's id."""
    drawn = [{"svg": str(one.svg), "width": one.width, "height": one.height} for one in figures]
    pages = typeset("drawings.typ", drawn, format="png", ppi=DOTS) if drawn else []
    return dict(zip((one.id for one in figures), pages, strict=True))


def png(svg: bytes) -> bytes:
    """A drawing of another's, a logo, as PNG of its own proportions: Word shows no SVG alone.

    Raises MaalkartError for what is no drawing.
    """
    [page] = typeset("logo.typ", list(svg), format="png", ppi=DOTS)
    return page


def write_figures(report: Report, folder: Path, pictures: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write every figure as SVG and PNG below `figures/LANGUAGE/`; returns their paths."""
    into = folder / "figures" / report.texts.language
    into.mkdir(parents=True, exist_ok=True)
    paths = []
    for figure in report.figures:
        files = {
            f"{figure.id}.svg": str(figure.svg).encode(),
            f"{figure.id}.png": pictures[figure.id],
        }
        for name, made in files.items():
            path = into / name
            unfinished = path.with_name(f"{name}.part")
            unfinished.write_bytes(made)
            unfinished.replace(path)
            paths.append(path)
    return tuple(paths)
