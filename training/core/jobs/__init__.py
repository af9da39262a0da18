"""Long work done beside the pages, with progress that a page shows, and work that is due from time to time.

A slice registers what it can do with `@job("slice.verb", title)` and starts it with `start_job`; the worker that the
server is started with does it and keeps the file that it makes. A kind must bear being done twice: the worker may end
in the middle, and another then begins the job anew.
"""

from training.core.jobs.models import Job, JobState
from training.core.jobs.operations import start_job
from training.core.jobs.periodic import every, work
from training.core.jobs.registry import Work, job
from training.core.jobs.runner import work_on_jobs

__all__ = ["Job", "JobState", "Work", "every", "job", "start_job", "work", "work_on_jobs"]
