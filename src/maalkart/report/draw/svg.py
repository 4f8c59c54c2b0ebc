"""The few parts of SVG that the pictures need. All text is escaped; colours are attributes, so that
one drawing stands in a page that allows no styles, in a PDF and in a Word file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

FONT = "Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
INK, SOFT, LINE, TRACK, PAPER = "#1e2b3c", "#4a5768", "#cfd6de", "#e6ebf0", "#ffffff"
EM = 0.56  # the width of a letter of Inter in ems, on average over the labels of the codebook


@dataclass(frozen=True, slots=True)
class Palette:
    """One hue from light to dark, so that the order is read in grey and by the colour-blind too."""

    accent: str = "#0b5394"

    def shade(self, part: float) -> str:
        """From almost white (0) to the accent (1).

        >>> Palette("#000000").shade(1), Palette("#000000").shade(0)
        ('#000000', '#ededed')
        """
        weight = 0.07 + 0.93 * part
        sides = (int(self.accent[at : at + 2], 16) for at in (1, 3, 5))
        return "#" + "".join(f"{round(255 - weight * (255 - side)):02x}" for side in sides)

    def ink_on(self, part: float) -> str:
        """The colour of letters that can be read on a shade."""
        return PAPER if luminance(self.shade(part)) < 0.3 else INK


def luminance(colour: str) -> float:
    """Relative luminance of «#rrggbb» (WCAG 2.2): 0 black, 1 white."""
    sides = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in sides]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn, on a sheet of its own width and height."""

    width: float
    height: float
    parts: Markup

    def svg(self, id: str, title: str, description: str) -> Markup:
        """The whole picture; title and description say what it shows to those who do not see it."""
        return Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" '
            'viewBox="0 0 {w} {h}" width="{w}" height="{h}" font-family="{font}" font-size="13" '
            'fill="{ink}" aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{title}</title>'
            '<desc id="{id}-d">{desc}</desc>{parts}</svg>'
        ).format(
            w=number(self.width),
            h=number(self.height),
            font=FONT,
            ink=INK,
            id=id,
            title=printable(title),
            desc=printable(description),
            parts=self.parts,
        )


def text(x: float, y: float, said: str, **attributes: object) -> Markup:
    """A line of text from its left end on its base line, unless `anchor` says otherwise."""
    anchor = attributes.pop("anchor", None)
    if anchor:
        attributes["text_anchor"] = anchor
    return _tag("text", escape(printable(said)), x=x, y=y, **attributes)


def rect(x: float, y: float, width: float, height: float, **attributes: object) -> Markup:
    """A rectangle."""
    return _tag("rect", None, x=x, y=y, width=width, height=height, **attributes)


def line(x1: float, y1: float, x2: float, y2: float, **attributes: object) -> Markup:
    """A straight line."""
    given = {"stroke": INK, "stroke_width": 1.5, **attributes}
    return _tag("line", None, x1=x1, y1=y1, x2=x2, y2=y2, **given)


def circle(x: float, y: float, radius: float, **attributes: object) -> Markup:
    """A disc or a ring."""
    return _tag("circle", None, cx=x, cy=y, r=radius, **attributes)


def path(steps: str, **attributes: object) -> Markup:
    """A path from a register of borders."""
    return _tag("path", None, d=steps, **attributes)


def group(parts: Sequence[Markup], **attributes: object) -> Markup:
    """Parts that share attributes."""
    return _tag("g", joined(parts), **attributes)


def joined(parts: Sequence[Markup]) -> Markup:
    """Parts after each other."""
    return Markup("").join(parts)


def fitted(said: str, width: float, size: float) -> str:
    """A label cut with an ellipsis where it is wider than the room for it.

    >>> fitted("Folkehelse og livskvalitet", 80, 10)
    'Folkehelse og…'
    """
    most = int(width / (size * EM))
    if len(said) <= most:
        return said
    return said[: most - 1].rstrip(" ,–-") + "…"


def number(value: object) -> str:
    """A coordinate without needless digits."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def printable(said: str) -> str:
    """Text without the control characters that XML forbids."""
    if said.isprintable():
        return said
    return "".join(
        sign if sign.isprintable() or sign == "\N{NO-BREAK SPACE}" else " " for sign in said
    )


def _tag(name: str, inside: Markup | None, **attributes: object) -> Markup:
    said = "".join(
        f' {key.replace("_", "-")}="{escape(number(value))}"' for key, value in attributes.items()
    )
    end = "/>" if inside is None else f">{inside}</{name}>"
    return Markup(f"<{name}{said}{end}")
