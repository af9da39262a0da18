"""Tables of reporting: named columns of rosters, official documents, kept figures, tokens of other systems."""

from training.reporting.models.access_tokens import ApiToken
from training.reporting.models.papers import (
    Document,
    DocumentAgreement,
    DocumentChoice,
    DocumentFile,
    DocumentKind,
    DocumentVersion,
    KeptFigures,
    RosterView,
)

__all__ = [
    "ApiToken",
    "Document",
    "DocumentAgreement",
    "DocumentChoice",
    "DocumentFile",
    "DocumentKind",
    "DocumentVersion",
    "KeptFigures",
    "RosterView",
]
