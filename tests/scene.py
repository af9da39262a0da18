"""One thing of each kind, so that every route has something to be called with."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from tests.cast import Cast
from tests.completion.issuing import make_certificate, make_template
from tests.completion.papers import PDF
from tests.makers import Makers
from tests.reporting.papers import make_document
from training.accounts.models import RoleGrant, SignIn
from training.attendance.operations.scans import keep_scans
from training.catalog.models import Attachment, Source
from training.classes.models import Registration
from training.completion.hours.models import HourTarget, OutsideCertificate
from training.completion.webhooks.operations import register_webhook, send_test
from training.core import clock
from training.core.db import db
from training.core.i18n import _l
from training.core.jobs import job, start_job
from training.learning.appeals.models import Appeal
from training.learning.models import Attempt, AttemptQuestion, AttemptState, Override
from training.learning.operations.starting import begin_or_resume
from training.learning.queries.quizzes import get_quiz
from training.learning.regrading.models import RegradedAttempt, Regrading, Remedy
from training.notices.models import Notice
from training.people.operations.imports import read_import, stage_import
from training.reporting.operations.api_tokens import create_token, new_token
from training.reporting.operations.roster_views import save_view

job("scene.nothing", _l("Work"))(lambda _work: None)

LIST = "Họ và tên,Đơn vị\nTrần Văn Tám,Phường An Mỹ\n".encode()
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass
class Scene:
    """Values for the parameters of routes, by name, and the way back to the state in which they were made."""

    values: Mapping[str, object]
    database: Path

    def path(self, app: Flask, endpoint: str) -> str:
        """Return the address of `endpoint` with the scene's values in it."""
        rule = next(r for r in app.url_map.iter_rules() if r.endpoint == endpoint)
        values = {name: self.values[name] for name in rule.arguments}
        with app.test_request_context():
            return app.url_for(endpoint, **values)

    def keep(self) -> None:
        """Remember the database as it is."""
        self._close()
        shutil.copy(self.database, self.database.with_suffix(".scene"))

    def reset(self) -> None:
        """Put the database back to what was remembered."""
        self._close()
        shutil.copy(self.database.with_suffix(".scene"), self.database)

    def _close(self) -> None:
        db.session.remove()
        db.engine.dispose()
        for leftover in self.database.parent.glob("front.sqlite-*"):
            leftover.unlink()


def make_scene(app: Flask, cast: Cast) -> Scene:
    """Set the scene round the cast."""
    make = Makers()
    question = make.question(cast.course)
    quiz = make.quiz(cast.course, [question])
    source = make.save(Source(course_id=cast.course.id, key="luat", title="Luật"))
    picture = hashlib.sha256(PNG).hexdigest()
    make.save(
        Attachment(
            course_id=cast.course.id, name="a.png", content_hash=picture, media_type="image/png", size=8, data=PNG
        )
    )
    reading = read_import(LIST, "a.csv", by=cast.administrator)
    batch = stage_import(reading, file_name="a.csv", data=LIST, by=cast.administrator)
    attempt_id = begin_or_resume(
        get_quiz(cast.training_class.id, quiz.id, person_id=cast.cadre.person_id), by=cast.cadre
    )
    grant = db.session.scalars(select(RoleGrant).where(RoleGrant.account_id == cast.cadre.account_id)).first()
    make.sign_in(cast.cadre)
    device = db.session.scalars(select(SignIn).where(SignIn.account_id == cast.cadre.account_id)).first()
    override = Override(class_id=cast.training_class.id, quiz_id=quiz.id, extra_time=600, reason="Ốm")
    regrading = make.save(Regrading(quiz_id=quiz.id, question_id=question.id, remedy=Remedy.VOID, reason="Sai"))
    figures = dict.fromkeys(("old_mark", "new_mark", "old_full", "new_full"), 1)
    make.save(RegradedAttempt(regrading_id=regrading.id, attempt_id=attempt_id, **figures))
    written = make.quiz(cast.course, [question], title="Tự luận")
    waiting = make.save(
        Attempt(
            enrolment_id=cast.enrolment.id,
            quiz_id=written.id,
            quiz_revision_id=written.current_revision_id,
            number=1,
            state=AttemptState.SUBMITTED,
            submitted_at=clock.now(),
            full_mark=1,
        )
    )
    facts = {"position": 1, "question_version_id": question.current_version_id, "option_order": [], "max_mark": 1}
    asked = make.save(AttemptQuestion(attempt_id=waiting.id, **facts))
    webhook = register_webhook(
        cast.city, name="Hệ khác", url="https://example.vn/", events=["certificate.issued"], by=cast.administrator
    )
    meeting = make.meeting(cast.training_class)
    values = {
        "unit_id": cast.ward.id,
        "person_id": cast.cadre_person.id,
        "post_id": cast.cadre_person.posts[0].id,
        "grant_id": grant.id if grant else 0,
        "sign_in_id": device.id if device else 0,
        "batch_id": batch.id,
        "course_id": cast.course.id,
        "module_id": cast.course.modules[0].id,
        "number": 1,
        "direction": "up",
        "source_id": source.id,
        "content_hash": picture,
        "name": "a.png",
        "question_id": question.id,
        "category_id": question.category_id,
        "kind": "single_choice",
        "quiz_id": quiz.id,
        "plan_id": cast.training_class.plan_id,
        "registration_id": make.save(
            Registration(
                class_id=cast.training_class.id,
                person_id=cast.stranger_person.id,
                unit_id=cast.other_ward.id,
                by_name="A",
            )
        ).id,
        "line_id": make.plan_line(cast.training_class.plan_id, unit=cast.city).id,
        "class_id": cast.training_class.id,
        "meeting_id": meeting.id,
        "scan_id": keep_scans(meeting, scans=[PDF], by=cast.trainer)[0].id,
        "enrolment_id": cast.enrolment.id,
        "attempt_id": attempt_id,
        "appeal_id": make.save(Appeal(attempt_question_id=asked.id, text="Xem lại")).id,
        "position": 1,
        "place_id": asked.id,
        "override_id": make.save(override).id,
        "regrading_id": regrading.id,
        "token": "no-such-token",
        "code": "no-such-code",
        "job_id": start_job("scene.nothing", {}, by=cast.trainer).id,
        "scope": "class",
        "key": cast.training_class.id,
        "notice_id": make.save(Notice(person_id=cast.cadre_person.id, key="a", title="A", body="", link="/learn")).id,
        "token_id": create_token(
            name="Hệ khác", scopes=["people"], days=1, token=new_token(), by=cast.administrator
        ).id,
        "template_id": make_template(cast.city).id,
        "certificate_id": make_certificate(cast).id,
        "paper_id": make.save(
            OutsideCertificate(
                person_id=cast.cadre_person.id,
                title="Bồi dưỡng",
                issuer="Trường Chính trị",
                issued_on=clock.today(),
                hours=8,
                content_hash="a" * 64,
                media_type="image/png",
                size=8,
                data=PNG,
                by_account_id=cast.cadre.account_id,
            )
        ).id,
        "target_id": make.save(HourTarget(title="Cán bộ", unit_id=cast.city.id, hours=40, valid_from=clock.today())).id,
        "document_id": make_document(cast).id,
        "webhook_id": webhook.id,
        "delivery_id": send_test(webhook, by=cast.administrator).id,
        "form": "pdf",
        "view_id": save_view(name="Cột của tôi", columns=["full_name"], by=cast.administrator).id,
    }
    return Scene(values, app.config["SETTINGS"].data_dir / "front.sqlite")
