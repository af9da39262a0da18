"""Pages of sign-in, of one's own account, and of the accounts that administrators hand out."""

from training.accounts.views import imports, own, sign_in
from training.accounts.views.blueprint import bp

__all__ = ["bp", "imports", "own", "sign_in"]
