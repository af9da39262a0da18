"""Who sees a job and its file: whoever started it, and nobody else."""

from __future__ import annotations

from training.core.access import Actor, Permission, grants
from training.core.jobs.models import Job


class JobPermission(Permission):
    """Permissions on jobs."""

    #: Open the list of one's own jobs.
    LIST = "job.list"
    #: See a job, fetch its file, have it done again.
    SEE = "job.see"


@grants(JobPermission.LIST)
def may_list(actor: Actor, _thing: object) -> bool:
    """Tell that everybody signed in sees a list of what is theirs."""
    return actor.account_id is not None


@grants(JobPermission.SEE)
def is_own(actor: Actor, job: Job) -> bool:
    """Tell whether the actor started the job."""
    return actor.account_id is not None and job.by_account_id == actor.account_id
