"""The composition root: settings, database, sign-in, slices, commands; the one place that knows everything."""

from __future__ import annotations

import gc
import os
from collections.abc import MutableMapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.templating import Environment
from flask_migrate import Migrate
from jinja2 import StrictUndefined
from sqlalchemy import text
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from training.accounts import views as accounts
from training.accounts.access import AccountPermission
from training.accounts.queries import actor_by_account
from training.attendance import views as attendance
from training.catalog import views as catalog
from training.catalog.access import CoursePermission
from training.classes import traces
from training.classes import views as classes
from training.classes.access import ClassPermission
from training.completion import views as completion
from training.completion.hours import views as hours
from training.completion.webhooks import views as webhooks
from training.core import assets, formats, i18n, web
from training.core.config import Settings, kept_secret, read_settings
from training.core.db import db, engine_options
from training.core.i18n import _l
from training.core.jobs import views as jobs
from training.core.jobs.registry import actor_finder
from training.core.signing import init_signing
from training.core.turnstile import Turnstile
from training.learning import views as learning
from training.learning.appeals import views as appeals
from training.learning.marking import views as marking
from training.learning.queries.begun import count_begun
from training.learning.regrading import views as regrading
from training.learning.views import granting
from training.notices import views as notices
from training.notices.access import NoticePermission
from training.notices.queries import count_unread
from training.people import views as people
from training.people.access import PersonPermission
from training.questions import views as questions
from training.quizzes import views as quizzes
from training.reporting import views as reporting
from training.reporting.access import ReportPermission
from training.reporting.statistics import views as statistics
from training.site import views as site
from training.site.commands import serve, worker
from training.units import views as units

ROOT = Path(__file__).parent
SLICES = (
    jobs,
    units,
    people,
    accounts,
    notices,
    catalog,
    questions,
    quizzes,
    classes,
    learning,
    granting,
    regrading,
    marking,
    appeals,
    attendance,
    completion,
    hours,
    webhooks,
    reporting,
    statistics,
    site,
)

NAV: tuple[web.NavItem, ...] = (
    web.NavItem(_l("Home"), "learning.home", "home", "learner", AccountPermission.USE),
    web.NavItem(_l("My classes"), "learning.my_classes", "class", "learner", AccountPermission.USE),
    web.NavItem(_l("Results"), "learning.results", "result", "learner", AccountPermission.USE),
    web.NavItem(_l("Notices"), "notices.index", "bell", "learner", NoticePermission.READ, count_unread),
    web.NavItem(_l("Notices"), "notices.index", "bell", "bell", NoticePermission.READ, count_unread),
    web.NavItem(_l("Classes"), "classes.index", "class", "staff", ClassPermission.LIST),
    web.NavItem(_l("Courses"), "catalog.index", "course", "staff", CoursePermission.LIST),
    web.NavItem(_l("Cadres"), "people.index", "people", "staff", PersonPermission.LIST),
    web.NavItem(_l("Reports"), "reporting.index", "report", "staff", ReportPermission.SEE),
)

# Classes may not know learning; here is where the two meet.
traces.of_courses[:] = [count_begun]
# The ground may not know accounts; a job is done on behalf of one.
actor_finder[:] = [actor_by_account]

migrate = Migrate()


class Templates(Environment):
    """Templates whose globals are all set before the first one is loaded, so that a plain dict can hold them."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of one template; Jinja's chained mapping costs at each import of a macro."""
        return {**self.globals, **(d or {})}


def create_app(settings: Settings | None = None, *, testing: bool = False) -> Flask:
    """Build the application from `settings`, by default those of the environment."""
    settings = settings or read_settings(os.environ)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    app = Flask(__name__, static_folder=None, template_folder=str(ROOT / "templates"))
    app.jinja_environment = Templates
    app.testing = testing
    app.config.update(_flask_settings(settings))
    _init_templates(app)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    web.init_web(app, NAV)
    init_signing(app, settings)
    app.add_url_rule("/healthz", "healthz", healthz)
    for views in SLICES:
        app.register_blueprint(views.bp)
        if hasattr(views, "commands"):
            app.cli.add_command(views.commands)
    app.cli.add_command(serve)
    app.cli.add_command(worker)
    web.refuse_unguarded(app)
    _wrap(app, settings)
    return app


def serve_app() -> Flask:
    """Build the application for a process that serves it for long.

    What was made until then stays to the end: searching it for garbage again and again took a third of a long export.
    """
    app = create_app()
    gc.collect()
    gc.freeze()
    return app


def _flask_settings(settings: Settings) -> dict[str, object]:
    return {
        "SETTINGS": settings,
        "SECRET_KEY": kept_secret(settings),
        "SQLALCHEMY_DATABASE_URI": settings.database,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.database),
        "MAX_CONTENT_LENGTH": settings.max_request_bytes,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 3000,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_NAME": "__Host-front" if settings.https else "front",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=settings.sign_in_hours),
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the sign-in: an examination page stays open for hours
        "WTF_CSRF_SSL_STRICT": False,
    }


def _init_templates(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(_=i18n.in_template, ngettext=i18n.count_in_template)
    app.jinja_env.filters.update(formats.FILTERS)
    app.jinja_env.globals["asset"] = assets.address_of(ROOT / "static")


def _wrap(app: Flask, settings: Settings) -> None:
    app.wsgi_app = Turnstile(app.wsgi_app, places=settings.places, longest=settings.max_request_bytes)  # type: ignore[method-assign]
    year = 365 * 24 * 3600  # addresses carry the content's hash, see core/assets.py
    app.wsgi_app = WhiteNoise(app.wsgi_app, root=ROOT / "static", prefix="static/", max_age=year)  # type: ignore[method-assign]
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=1, x_host=1)  # type: ignore[method-assign]


@web.public
def healthz() -> tuple[dict[str, str], int]:
    """Tell a load balancer whether this server can reach its database."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ok"}, 200
