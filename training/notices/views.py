"""The page of one's own notices."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from training.core import web
from training.core.i18n import ngettext
from training.notices import operations
from training.notices.access import NoticePermission
from training.notices.queries import count_unread, get_own_notice, list_notices

bp = Blueprint("notices", __name__)


@bp.get("/notices")
@web.requires(NoticePermission.READ)
def index() -> str:
    """List one's own notices, the newest first."""
    page = list_notices(web.actor(), number=request.args.get("page", 1, type=int))
    return render_template("notices/index.html", page=page, unread=count_unread(web.actor()))


@bp.post("/notices/<int:notice_id>/read")
@web.requires(NoticePermission.READ)
def read(notice_id: int) -> Response:
    """Mark a notice as read and lead to what it is about, or back to the list."""
    notice = operations.read_notice(get_own_notice(notice_id, person_id=web.actor().person_id), by=web.actor())
    if request.form.get("open") and notice.link:
        return redirect(notice.link, 303)
    return redirect(web.safe_next(request.form.get("next"), "/notices"), 303)


@bp.post("/notices/read")
@web.requires(NoticePermission.READ)
def read_all() -> Response:
    """Mark all notices as read."""
    count = operations.read_all_notices(by=web.actor())
    web.notice(ngettext("%(num)s notice is marked as read.", "%(num)s notices are marked as read.", count))
    return web.see_other("notices.index")
