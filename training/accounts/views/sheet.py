"""A sheet of slips as it is printed: ten to a page of A4, each with a one-time code in letters and as a QR code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import segno
from flask import current_app, g, render_template, request, url_for
from markupsafe import Markup

from training.accounts.access import AccountPermission
from training.accounts.models import Account, ActivationCode
from training.accounts.queries import list_sheet
from training.accounts.rules import code_on_sheet
from training.accounts.views.blueprint import bp
from training.core import web
from training.core.errors import NotFound
from training.core.i18n import _
from training.people.models import Person

#: Trying out all eight masks takes most of the time; for these addresses this one comes out best nearly always.
_MASK = 6


@dataclass(frozen=True, slots=True)
class Slip:
    """What one slip shows; slips of one unit lie together, as they are handed out."""

    person: Person
    unit_name: str
    place: tuple[str, str, int]
    code: str
    address: str
    qr: Markup
    expires_at: datetime


@bp.get("/slips/<token>")
@web.requires(AccountPermission.ISSUE)
def sheet(token: str) -> str:
    """Show the slips of a sheet, to be printed; for a day, to whoever issued it."""
    g.nav = "people"
    rows = list_sheet(token, issued_by=web.actor().account_id)
    if not rows:
        raise NotFound(_("This sheet is used up or older than a day. Issue new codes to print slips again."))
    slips = sorted((_slip(token, code, account) for code, account in rows), key=lambda slip: slip.place)
    return render_template("accounts/sheet.html", slips=slips)


def _slip(token: str, code: ActivationCode, account: Account) -> Slip:
    text = code_on_sheet(token, account.id, current_app.config["SECRET_KEY"])
    base = (current_app.config["SETTINGS"].public_url or request.host_url).rstrip("/")
    person, post = account.person, account.person.main_post
    return Slip(
        person=person,
        unit_name=post.unit.name if post else "",
        place=(post.unit.sort_key if post else "", person.sort_key, person.id),
        code=text,
        address=f"{base}/activate".partition("//")[2],  # as one types it
        qr=_qr(f"{base}{url_for('accounts.activate', code=text)}"),
        expires_at=code.expires_at,
    )


def _qr(address: str) -> Markup:
    drawn = segno.make(address, error="m", micro=False, mask=_MASK)
    # White ground in both themes: cameras expect dark on light.
    inline = drawn.svg_inline(border=2, omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None)
    return Markup(inline)  # noqa: S704 -- drawn by the library from an address, no text in it
