"""Pages of pictures: those of a course, upload, and the pictures themselves."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template

from training.accounts.access import AccountPermission
from training.catalog.access import CoursePermission
from training.catalog.forms import PictureForm
from training.catalog.models import Attachment, Course
from training.catalog.operations import add_picture
from training.catalog.queries import get_course, get_picture, list_pictures, picture_address
from training.catalog.views.blueprint import bp
from training.core import web
from training.core.errors import Invalid
from training.core.i18n import _
from training.core.uploads import ALONE

FOR_GOOD = "private, max-age=31536000, immutable"


@bp.route("/courses/<int:course_id>/pictures", methods=["GET", "POST"])
@web.requires(CoursePermission.EDIT, get_course)
def pictures(course: Course) -> Any:
    """List the pictures of a course and take new ones."""
    form = PictureForm()
    if form.validate_on_submit():
        try:
            picture = _take(course, form)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            web.notice(_("The picture is there: write %(markdown)s in the text.", markdown=_markdown(picture)))
            return web.see_other("catalog.pictures", course_id=course.id)
    shown = [(picture, picture_address(picture), _markdown(picture)) for picture in list_pictures(course.id)]
    page = render_template("catalog/pictures.html", form=form, course=course, pictures=shown)
    return page, 422 if form.errors else 200


def _take(course: Course, form: PictureForm) -> Attachment:
    file = form.picture.data
    data = file.read()
    return add_picture(course, name=form.name.data or file.filename or "", data=data, by=web.actor())


def _markdown(picture: Attachment) -> str:
    return f"![{_('what the picture shows')}](media/{picture.name})"


@bp.get("/media/<content_hash>/<name>")
@web.requires(AccountPermission.USE)
def media(content_hash: str, name: str) -> Response:
    """Send a picture; its address names its content, so it may be kept for good."""
    picture = get_picture(content_hash, name)
    response = Response(picture.data, mimetype=picture.media_type)
    response.headers["Content-Security-Policy"] = ALONE
    response.headers["Cache-Control"] = FOR_GOOD
    return response
