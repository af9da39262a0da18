"""Pages of people: the list, one person, adding, changing, posts begun and ended."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from flask import Blueprint, render_template, request

from training.core import web
from training.core.access import may
from training.core.errors import Conflict, Invalid, Refusal
from training.core.i18n import _
from training.people.access import PersonPermission
from training.people.forms import EndPostForm, NewPersonForm, PersonChangeForm, PersonForm, PostForm, indented
from training.people.models import Person
from training.people.operations import add_person, begin_post, change_person, end_post
from training.people.queries import get_person, get_post, list_people
from training.people.rules import GENDER_WORDS
from training.units.queries import get_unit, list_units_managed
from training.units.rules import Branch, flat, tree

bp = Blueprint("people", __name__)


@bp.get("/people")
@web.requires(PersonPermission.LIST)
def index() -> str:
    """List the people whom the reader manages."""
    branches = _branches()
    unit = next((b.unit for b in branches if b.unit.id == request.args.get("unit", type=int)), None)
    text = request.args.get("q", "").strip()
    page = list_people(web.actor(), text=text, unit=unit, number=request.args.get("page", 1, type=int))
    units = [("", _("All units")), *((b.unit.id, indented(b)) for b in branches)]
    return render_template("people/index.html", page=page, text=text, unit=unit, units=units)


@bp.get("/people/<int:person_id>")
@web.requires(PersonPermission.SEE, get_person)
def show(person: Person) -> str:
    """Show a person and the posts that they hold and held."""
    return render_template("people/show.html", person=person, gender_words=GENDER_WORDS)


@bp.route("/people/new", methods=["GET", "POST"])
@web.requires(PersonPermission.ADD)
def add() -> Any:
    """Add a person with a post."""
    form = NewPersonForm()
    form.offer(_branches())
    if request.method == "GET" and (wanted := request.args.get("unit", type=int)):
        form.unit_id.data = wanted
    if form.validate_on_submit():
        try:
            unit = get_unit(form.unit_id.data)
            person = add_person(
                **_recorded(form),
                unit=unit,
                title=form.title.data or "",
                ask_about_namesake=not form.another.data,
                by=web.actor(),
            )
            web.notice(_("%(name)s has been added under the code %(code)s.", name=person.full_name, code=person.code))
            return web.see_other("people.show", person_id=person.id)
        except Invalid as refusal:
            form.refuse(refusal)
    return _page("people/add.html", form=form, namesake="another" in form.errors)


def _recorded(form: PersonForm) -> dict[str, Any]:
    return {
        "full_name": form.full_name.data,
        "birth": form.birth_value(),
        "gender": form.gender_value(),
        "phone": form.phone.data or None,
        "email": form.email.data or None,
    }


@bp.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
@web.requires(PersonPermission.CHANGE, get_person)
def edit(person: Person) -> Any:
    """Change what is recorded of a person."""
    form = PersonChangeForm()
    stored = None
    if request.method == "GET":
        form.show_person(person)
    if form.validate_on_submit():
        try:
            change_person(person, version=form.version.data or 0, **_recorded(form), by=web.actor())
            web.notice(_("The changes have been saved."))
            return web.see_other("people.show", person_id=person.id)
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict:
            # What was typed stays in the form; sending it again means it, now that both texts were seen.
            stored = get_person(person.id)
            form.show("version", stored.version)
    values = {"form": form, "person": person, "stored": stored, "gender_words": GENDER_WORDS}
    return _page("people/edit.html", 409 if stored else 422, **values)


@bp.route("/people/<int:person_id>/posts/new", methods=["GET", "POST"])
@web.requires(PersonPermission.CHANGE, get_person)
def add_post(person: Person) -> Any:
    """Give a person another post."""
    form = PostForm()
    form.offer(_branches())
    if form.validate_on_submit():
        try:
            unit = get_unit(form.unit_id.data)
            begin_post(person, unit=unit, title=form.title.data or "", held_from=form.held_from.data, by=web.actor())
            web.notice(_("The post has been added."))
            return web.see_other("people.show", person_id=person.id)
        except Conflict as refusal:
            form.refuse(Invalid("title", refusal.text))
    return _page("people/add_post.html", form=form, person=person)


@bp.route("/people/<int:person_id>/posts/<int:post_id>/end", methods=["GET", "POST"])
@web.requires(PersonPermission.CHANGE, get_person)
def finish_post(person: Person, post_id: int) -> Any:
    """End a post with a day."""
    post = get_post(person, post_id)
    form = EndPostForm()
    if form.validate_on_submit():
        try:
            end_post(post, on=cast("date", form.on.data), by=web.actor())
            web.notice(_("The post has ended."))
            return _after_post(person)
        except Refusal as refusal:
            form.refuse(Invalid("on", refusal.text))
    return _page("people/finish_post.html", form=form, person=person, post=post)


def _after_post(person: Person) -> Any:
    # With their last post a person may leave what the reader manages; their page is then closed to the reader.
    if may(web.actor(), PersonPermission.SEE, get_person(person.id)):
        return web.see_other("people.show", person_id=person.id)
    return web.see_other("people.index")


def _branches() -> list[Branch]:
    return flat(tree(list_units_managed(web.actor())))


def _page(template: str, refused: int = 422, **values: Any) -> tuple[str, int]:
    return render_template(template, **values), refused if request.method == "POST" else 200
