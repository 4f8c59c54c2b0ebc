"""From the codebook to the words that a report prints."""

from __future__ import annotations

from collections.abc import Mapping

from maalkart.coding.codebook import Codebook
from maalkart.report.base import Term


def terms_of(codebook: Codebook) -> Mapping[str, Mapping[str, Term]]:
    """Labels and definitions by variable and code; `domains` holds the domains of the themes."""
    terms = {
        variable.id: {
            code.id: Term(label=code.label, definition=code.definition, group=code.domain)
            for code in variable.codes
        }
        for variable in codebook.variables
    }
    domains = {
        domain.id: Term(label=domain.label)
        for variable in codebook.variables
        for domain in variable.domains
        if variable.id == "themes"
    }
    return {**terms, "domains": domains}
