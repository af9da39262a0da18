"""Pages of sign-in, of one's own account, and of the accounts that administrators hand out."""

from training.accounts.views import administration, audit, imports, own, sheet, sign_in, slips
from training.accounts.views.blueprint import bp

__all__ = ["administration", "audit", "bp", "imports", "own", "sheet", "sign_in", "slips"]
