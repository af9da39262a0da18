"""Pages of jobs: how far one is, its file, one's own of late."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, send_file
from werkzeug.wrappers import Response as BaseResponse

from training.core import web
from training.core.errors import NotFound
from training.core.i18n import _, _l
from training.core.jobs.access import JobPermission
from training.core.jobs.models import Job, JobState
from training.core.jobs.operations import restart_job
from training.core.jobs.queries import get_job, list_jobs
from training.core.jobs.registry import KINDS
from training.core.jobs.runner import file_of

bp = Blueprint("jobs", __name__)

STATE_WORDS = {
    JobState.QUEUED: (_l("Waiting"), ""),
    JobState.RUNNING: (_l("Under way"), "info"),
    JobState.DONE: (_l("Done"), "ok"),
    JobState.FAILED: (_l("Failed"), "bad"),
}


def _title(job: Job) -> str:
    kind = KINDS.get(job.kind)
    return str(kind.title) if kind else job.kind


@bp.get("/jobs")
@web.requires(JobPermission.LIST)
def index() -> str:
    """List one's own jobs of late."""
    return render_template("jobs/index.html", jobs=list_jobs(web.actor()), title_of=_title, states=STATE_WORDS)


@bp.get("/jobs/<int:job_id>")
@web.requires(JobPermission.SEE, get_job)
def show(job: Job) -> str:
    """Show how far a job is; the page renews itself until the job has ended."""
    gone = job.state is JobState.DONE and bool(job.result_path) and file_of(job) is None
    return render_template(
        "jobs/show.html",
        job=job,
        kind_title=_title(job),
        states=STATE_WORDS,
        gone=gone,
        crumbs=[(_("Work under way"), "/jobs"), (_title(job), None)],
    )


@bp.get("/jobs/<int:job_id>/file")
@web.requires(JobPermission.SEE, get_job)
def download(job: Job) -> Response:
    """Send the file that a job made."""
    path = file_of(job)
    if job.state is not JobState.DONE or path is None:
        raise NotFound(_("There is no file here, or it is no longer kept."))
    return send_file(path, mimetype=job.result_type, as_attachment=True, download_name=job.result_name)


@bp.post("/jobs/<int:job_id>/again")
@web.requires(JobPermission.SEE, get_job)
def again(job: Job) -> BaseResponse:
    """Have a job that failed done again."""
    restart_job(job, by=web.actor())
    return web.see_other("jobs.show", job_id=job.id)
