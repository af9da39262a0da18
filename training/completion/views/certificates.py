"""Pages of certificates: those of a class, one of them, its file; issuing, revoking, issuing anew, printing all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Response, current_app, g, render_template, request, url_for
from wtforms.fields import SelectChoice

from training.classes.models import TrainingClass
from training.classes.queries import get_class
from training.classes.tabs import add_tab
from training.classes.views.blueprint import trail
from training.completion.access import CompletionPermission
from training.completion.forms.certificates import IssueForm, ReissueForm, RevokeForm
from training.completion.models import Certificate
from training.completion.operations.certificate_files import file_of
from training.completion.operations.certificates import issue_certificates, reissue_certificate, revoke_certificate
from training.completion.operations.printing import KIND
from training.completion.queries.certificates import (
    get_certificate,
    get_template,
    list_candidates,
    list_events,
    list_issued,
    list_templates,
)
from training.completion.queries.terms import is_ahead, terms_of_class
from training.completion.rules.certificates import CERTIFICATE_STATES
from training.completion.rules.codes import shown
from training.completion.views.blueprint import bp
from training.core import web
from training.core.access import may
from training.core.errors import Conflict, Invalid
from training.core.i18n import _, _l, ngettext
from training.core.jobs import start_job

add_tab(_l("Certificates"), "completion.certificates", CompletionPermission.SEE_CERTIFICATES, position=60)


@bp.get("/classes/<int:class_id>/certificates")
@web.requires(CompletionPermission.SEE_CERTIFICATES, get_class)
def certificates(training_class: TrainingClass) -> str:
    """Show the certificates of a class, and who has completed it without one."""
    return _class_page(training_class, IssueForm())


def _class_page(training_class: TrainingClass, form: IssueForm) -> str:
    g.nav = "classes"
    terms = terms_of_class(training_class)
    candidates = list_candidates(training_class.id, terms)
    templates = list_templates(web.actor(), training_class)
    form.offer(templates)
    chosen = set(form.learners.data or ()) if form.is_submitted() else {s.learner.enrolment_id for s in candidates}
    return render_template(
        "completion/certificates.html",
        training_class=training_class,
        form=form,
        candidates=candidates,
        chosen=chosen,
        templates=templates,
        ahead=sum(map(is_ahead, terms.shape.meetings)) if not terms.shape.closed else 0,
        issued=list_issued(training_class.id),
        states=CERTIFICATE_STATES,
        C=CompletionPermission,
        crumbs=trail(training_class),
    )


@bp.post("/classes/<int:class_id>/certificates")
@web.requires(CompletionPermission.ISSUE, get_class)
def issue(training_class: TrainingClass) -> Any:
    """Issue certificates to the learners of the list that are ticked."""
    form = IssueForm()
    form.offer(list_templates(web.actor(), training_class))
    candidates = list_candidates(training_class.id, terms_of_class(training_class))
    form.learners.choices = [SelectChoice(s.learner.enrolment_id, s.learner.full_name) for s in candidates]
    if not form.validate():
        return _class_page(training_class, form), 422
    try:
        made = issue_certificates(
            training_class,
            form.learners.data,
            template=get_template(form.template_id.data),
            issued_on=form.issued_on.data,
            basis=form.basis.data,
            verify_at=verify_address(),
            by=web.actor(),
        )
    except (Invalid, Conflict) as refusal:
        form.refuse(refusal if isinstance(refusal, Invalid) else Invalid("", refusal.text))
        return _class_page(training_class, form), refusal.status
    web.notice(ngettext("%(num)s certificate has been issued.", "%(num)s certificates have been issued.", len(made)))
    return web.see_other("completion.certificates", class_id=training_class.id)


def verify_address() -> str:
    """Return the address at which certificates are checked, as it is printed on them."""
    base = current_app.config["SETTINGS"].public_url or request.host_url
    return f"{base.rstrip('/')}{url_for('completion.verify')}"


@bp.post("/classes/<int:class_id>/certificates/print/<any(pdf, zip):form>")
@web.requires(CompletionPermission.SEE_CERTIFICATES, get_class)
def print_all(training_class: TrainingClass, form: str) -> Any:
    """Have all certificates of a class that hold printed into one file."""
    back = url_for("completion.certificates", class_id=training_class.id)
    arguments = {"class_id": training_class.id, "form": form}
    made = start_job(KIND, arguments, subject=training_class.title, back=back, by=web.actor())
    return web.see_other("jobs.show", job_id=made.id)


@bp.get("/certificates/<int:certificate_id>")
@web.requires(CompletionPermission.SEE_CERTIFICATE, get_certificate)
def certificate(one: Certificate) -> str:
    """Show a certificate, what became of it, and what can be done with it."""
    return _page(one)


def _page(one: Certificate, *, revoking: RevokeForm | None = None, reissuing: ReissueForm | None = None) -> str:
    g.nav = "classes"
    reissuing = reissuing or ReissueForm()
    reissuing.offer(list_templates(web.actor(), one.training_class))
    staff = may(web.actor(), CompletionPermission.SEE_CERTIFICATES, one.training_class)
    listed = url_for("completion.certificates", class_id=one.class_id)
    own = [(_("My classes"), url_for("learning.my_classes")), (one.data["register"], None)]
    return render_template(
        "completion/certificate.html",
        certificate=one,
        code=shown(one.code),
        events=list_events(one) if staff else [],
        revoking=revoking or RevokeForm(),
        reissuing=reissuing,
        states=CERTIFICATE_STATES,
        C=CompletionPermission,
        crumbs=trail(one.training_class, (_("Certificates"), listed)) if staff else own,
    )


@bp.get("/certificates/<int:certificate_id>/file")
@web.requires(CompletionPermission.SEE_CERTIFICATE, get_certificate)
def certificate_file(one: Certificate) -> Response:
    """Send the PDF of a certificate."""
    folder: Path = current_app.config["SETTINGS"].data_dir
    name = f"giay-chung-nhan-{one.register_number:03d}-{one.year}.pdf"
    data = file_of(one, folder.resolve()).read_bytes()
    return Response(data, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


@bp.post("/certificates/<int:certificate_id>/revoke")
@web.requires(CompletionPermission.REVOKE, get_certificate)
def revoke(one: Certificate) -> Any:
    """Revoke a certificate."""
    form = RevokeForm()
    if not form.validate_on_submit():
        return _page(one, revoking=form), 422
    revoke_certificate(one, reason=form.why.data, by=web.actor())
    web.notice(_("The certificate has been revoked."))
    return web.see_other("completion.certificate", certificate_id=one.id)


@bp.post("/certificates/<int:certificate_id>/reissue")
@web.requires(CompletionPermission.REVOKE, get_certificate)
def reissue(one: Certificate) -> Any:
    """Issue another certificate in the place of one."""
    form = ReissueForm()
    form.offer(list_templates(web.actor(), one.training_class))
    if not form.validate():
        return _page(one, reissuing=form), 422
    try:
        fresh = reissue_certificate(
            one,
            template=get_template(form.template_id.data),
            issued_on=form.issued_on.data,
            reason=form.reason.data,
            verify_at=verify_address(),
            by=web.actor(),
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(one, reissuing=form), 422
    web.notice(_("The certificate has been issued anew; the old one stays on record as superseded."))
    return web.see_other("completion.certificate", certificate_id=fresh.id)
