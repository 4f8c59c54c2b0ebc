"""What a statement does: type and level by rules, with the codebook's rulings in order."""

from __future__ import annotations

import re
from collections.abc import Mapping

from maalkart.coding.wordcoder.cues import Cues, first_words, modal_verbs
from maalkart.core.statement import AIMS, Statement

Answer = tuple[str, str]  # type, and the rule that gave it

_NO_LETTERS = re.compile(r"[\W\d_]+")
_THREE_LETTERS = re.compile(r"(?:[\W\d_]*[^\W\d_]){3}")
_BARE = re.compile(
    r"^(?:(?:del|hoved|hovud)?mål|tiltak|strategi|kapittel|side|tabell|figur)?\s*[\w.)]{0,4}\s*[:.]?$",
    re.IGNORECASE,
)
_FRONT = re.compile(
    r"^\W*(?:foto|illustrasjon|kilde|kjelde|figur|tabell|kart|fig|side|www|http)\b", re.IGNORECASE
)
_CONTENTS = re.compile(r"\.(?:\.{3}|\s(?:\.\s){3})")  # «....» and «. . . . »
_FIGURES = re.compile(r"\d+(?:[.,]\d+)?")
_PAST = re.compile(
    r"\b(?:ble|vart|blei|var|hadde|har (?:vært|vore|blitt|vorte|hatt|økt|auka|fått|gjort|gått))\b"
)
_FOCUS = re.compile(
    r"^\W*(?:satsings|satsnings|innsats|fokus|hovedsatsings|hovudsatsings)område\w*"
)
_QUESTION = re.compile(r"\?\s*$")
_WE_SHALL = re.compile(r"\b(?:vi|kommunen) (?:skal|vil|må|bør)\b")
SHORT = 160  # letters: longer lines are sentences of a text, not items of a list


def type_of(statement: Statement, signs: Mapping[str, float], cues: Cues) -> Answer:
    """The type of a statement, and why."""
    for rule in (_noise, _labelled, _not_ours, _heading, _need, _committed, _placed):
        answer = rule(statement, signs, cues)
        if answer:
            return answer
    return "none", "no sign of an aim or a need"


def _noise(statement: Statement, signs: Mapping[str, float], cues: Cues) -> Answer | None:
    text, kind = statement.text.strip(), statement.context.kind
    reasons = (
        (not _THREE_LETTERS.match(text) or _BARE.match(text), "a bare label or number"),
        (kind in {"caption", "contents", "furniture", "footnote"}, f"a {kind}"),
        (_FRONT.match(text) or _CONTENTS.search(text), "a caption or a line of contents"),
        (signs.get("UN title"), "the title of a UN goal"),
        (signs.get("bare label") or _ends_open(text), "a line that only opens what follows"),
        (_mostly_figures(text), "mostly figures"),
        (_QUESTION.search(text), "a question"),
    )
    return next((("none", why) for holds, why in reasons if holds), None)


def _mostly_figures(text: str) -> bool:
    figures = sum(map(len, _FIGURES.findall(text)))
    return figures > 0 and figures > len(_NO_LETTERS.sub("", text))


def _ends_open(text: str) -> bool:
    return text.endswith(":") and len(text) < 100


def _labelled(statement: Statement, signs: Mapping[str, float], cues: Cues) -> Answer | None:
    if _FOCUS.match(statement.text.lower()) and len(statement.text) < 160:
        return "focus_area", "called a focus area"
    for name in ("vision", "value", "goal", "measure", "strategy", "challenge"):
        if signs.get(f"labelled {name}"):
            return name, f"labelled {name}"
    return None


def _not_ours(statement: Statement, signs: Mapping[str, float], cues: Cues) -> Answer | None:
    text = statement.text.lower()
    own = "vi " in f"{text} " or "kommunen skal" in text or "kommunen vil" in text
    if signs.get("says legal"):
        return "none", "legal text"
    if signs.get("says process") and not signs.get("opens delivery"):
        return "none", "how the plan is made, or where something is shown"
    if signs.get("says speech") and not _listed(signs):
        return "none", "what somebody said"
    if signs.get("says others") and not own and not _listed(signs):
        return "none", "another body's words"
    if _PAST.search(text) and not signs.get("modal") and not signs.get("says need"):
        return "none", "what has been"
    return None


def _listed(signs: Mapping[str, float]) -> bool:
    return bool(signs.get("under strategy") or signs.get("under measure"))


def _heading(statement: Statement, signs: Mapping[str, float], cues: Cues) -> Answer | None:
    context = statement.context
    if context.kind != "heading":
        return None
    follows = signs.get("aims follow") or context.carries_list
    if signs.get("about") and follows and not signs.get("modal") and not _led(signs):
        return "focus_area", "a heading about a policy area, with aims below it"
    if signs.get("modal state") or signs.get("modal direction"):
        return ("focus_area" if context.carries_list else "goal"), "a heading that is an aim"
    if signs.get("under focus_area"):
        return "focus_area", "a heading under focus areas"
    if signs.get("under vision"):
        return "vision", "a heading under the vision"
    return None


def _led(signs: Mapping[str, float]) -> bool:
    led = ("goal", "strategy", "measure", "challenge", "none")
    return any(signs.get(f"under {name}") for name in led)


def _need(statement: Statement, signs: Mapping[str, float], cues: Cues) -> Answer | None:
    if signs.get("under challenge") and not signs.get("modal direction"):
        return "challenge", "stands under challenges"
    if not signs.get("says need") or _listed(signs) or signs.get("under goal"):
        return None
    if _committed(statement, signs, cues):
        return None
    return "challenge", "says what is needed or pressing"


def _committed(statement: Statement, signs: Mapping[str, float], cues: Cues) -> Answer | None:
    if signs.get("says effect") and not _listed(signs):
        return None
    if signs.get("says goal") and not signs.get("says reported"):
        return "goal", "says what the goal is"
    direction, state = signs.get("modal direction"), signs.get("modal state")
    text = statement.text.lower()
    if state and (not direction or _first_modal(text, cues) == "state"):
        return _state(text, signs)
    if direction and signs.get("under goal") and statement.context.kind != "paragraph":
        return "goal", "a line under goals"
    if direction or signs.get("modal passive"):
        what = "a course of action" if direction else "something to be done"
        return _strategy_or_measure(statement, signs, f"«skal» and {what}")
    return ("strategy", "commits itself") if signs.get("says commitment") else None


def _state(text: str, signs: Mapping[str, float]) -> Answer:
    if _listed(signs) and not signs.get("target"):
        return "strategy", "a state in a list of strategies"
    if re.search(r"\b(?:må|bør)\b", text) and not re.search(r"\b(?:skal|vil)\b", text):
        return "strategy", "what must or should be"
    return "goal", "«skal» and a state"


def _first_modal(text: str, cues: Cues) -> str:
    at = modal_verbs(text, cues)
    kinds = [name for name in ("state", "direction", "delivery") if name in at]
    return min(kinds, key=lambda name: at[name])


def _placed(statement: Statement, signs: Mapping[str, float], cues: Cues) -> Answer | None:
    if signs.get("under goal"):
        return "goal", "a line under goals"
    if signs.get("under strategy"):
        if signs.get("target") and not signs.get("opens direction"):
            return "goal", "a numeric target"
        return _strategy_or_measure(statement, signs, "a line under strategies")
    for name in ("measure", "vision", "focus_area"):
        if signs.get(f"under {name}"):
            return name, f"stands under {name}"
    short = len(statement.text) < SHORT
    if signs.get("under value") and len(first_words(statement.text)) <= 3 and short:
        return "value", "stands under values"
    return None if signs.get("under none") else _opened(statement, signs)


def _opened(statement: Statement, signs: Mapping[str, float]) -> Answer | None:
    """What a line without a telling place says by how it opens."""
    short = len(statement.text) < SHORT
    if signs.get("opens direction") or signs.get("opens delivery"):
        return _strategy_or_measure(statement, signs, "opens with what to do")
    if signs.get("opens result") and not signs.get("modal"):
        return "goal", "a wanted result as a noun phrase"
    if signs.get("opens present direction") and short:
        return _strategy_or_measure(statement, signs, "opens with what is done")
    if signs.get("present direction"):
        return "strategy", "«vi» and a course of action"
    ours = signs.get("modal") and _WE_SHALL.search(statement.text.lower())
    return ("strategy", "«vi skal»") if ours else None


_DELIVERED = re.compile(
    r"\b(?:bygge|byggje|utarbeide|etablere|opprette|lage|ansette|tilsette|anlegge|innføre|vedta|"
    r"kartlegge|kartleggje|utrede|ferdigstille|rullere|revidere|utarbeides|utarbeidast|etableres|"
    r"bygges|byggjast|opprettes|build)\s+(?:(?:en|ein|et|eit|ei|ny|nytt|nye|a|new)\b|\w*plan\b|"
    r"\w*strategi\b|\w*veg\b|\w*hall\b|\w*skole\b|\w*skule\b|\w*fond\b)"
)


def _strategy_or_measure(statement: Statement, signs: Mapping[str, float], because: str) -> Answer:
    if _DELIVERED.search(statement.text.lower()):
        return "measure", "one thing to be delivered"
    return "strategy", because


def level_of(
    type_: str, statement: Statement, signs: Mapping[str, float], cues: Cues
) -> str | None:
    """Ruling 7: top or sub for aims, None for the rest."""
    if type_ not in AIMS:
        return None
    if type_ in {"vision", "value", "focus_area"}:
        return "top"
    if type_ == "goal":
        context = statement.context
        around = " ".join(
            part.lower() for part in (context.lead_in or "", *context.heading_path[-1:])
        )
        if "top" in cues.phrases.in_text(statement.text.lower()[:40]):
            return "top"
        if "top" in cues.phrases.in_text(around) and "delmål" not in around:
            return "top"
        if re.match(r"^\W*mål\s*\d+\b", around) or re.match(
            r"^\W*mål\s*\d*\s*[:.]", statement.text.lower()
        ):
            return "top"
    return "sub"
