"""Tables of completion: rules and scales, certificates; results are computed from facts, never stored stale."""

from training.completion.models.certificates import (
    Certificate,
    CertificateEvent,
    CertificateFile,
    CertificateState,
    CertificateTemplate,
    Register,
)
from training.completion.models.rules import CompletionRule, GradingScale

__all__ = [
    "Certificate",
    "CertificateEvent",
    "CertificateFile",
    "CertificateState",
    "CertificateTemplate",
    "CompletionRule",
    "GradingScale",
    "Register",
]
