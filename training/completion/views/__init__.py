"""Pages of completion."""

from training.completion.views import certificates, learners, rules, scales, templates, verify
from training.completion.views.blueprint import bp

__all__ = ["bp", "certificates", "learners", "rules", "scales", "templates", "verify"]
