"""Quizzes that the demonstration's learners have taken: exams answered one by one, practice, marks, an appeal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import select

from training.classes.models import Enrolment, TrainingClass
from training.core import clock
from training.core.access import Actor
from training.core.db import db
from training.learning.appeals.operations import appeal
from training.learning.appeals.queries import appeal_until
from training.learning.marking.operations import Judgement, mark_by_hand
from training.learning.marking.queries import list_tasks
from training.learning.operations.answers import Change, save_answers
from training.learning.operations.ending import Form, submit_attempt
from training.learning.operations.starting import begin_or_resume
from training.learning.queries.attempts import list_asked, list_attempts
from training.learning.queries.classes import get_class
from training.learning.queries.marked import list_marked
from training.learning.queries.published import versions
from training.learning.queries.quizzes import QuizHead, get_quiz, list_quizzes
from training.learning.rules.timing import in_time
from training.questions.kinds import KINDS
from training.questions.models import Question, QuestionVersion

NOTHING = Form(values={}, flags={}, seen={})
HALF = 0.5
#: Each essay in sentences.
ESSAYS = tuple(
    map(
        " ".join,
        (
            (
                "Công dân kiểm tra, giám sát trực tiếp, khi dự họp và xem những gì được công khai.",
                "Công dân cũng làm việc ấy qua Mặt trận Tổ quốc cấp xã, qua Ban Thanh tra nhân dân",
                "và Ban Giám sát đầu tư của cộng đồng. Ở khu dân cư chúng tôi, khi làm đường ngõ,",
                "bà con cử ba người theo dõi vật liệu và ngày công, mỗi tuần báo lại trong buổi họp tổ.",
            ),
            (
                "Theo tôi, người dân giám sát bằng cách hỏi tổ trưởng và xem bảng tin.",
                "Nếu thấy chưa rõ thì gửi ý kiến lên Mặt trận phường.",
                "Ví dụ như khoản thu làm sân nhà văn hóa, bà con đã hỏi và được trả lời.",
            ),
            (
                "Có hai con đường: trực tiếp và thông qua Mặt trận, Ban Thanh tra nhân dân,",
                "Ban Giám sát đầu tư của cộng đồng. Ví dụ thôn có công trình kênh nội đồng,",
                "Ban Giám sát đầu tư của cộng đồng đo lại chiều dày bê tông và ghi biên bản,",
                "sau đó đơn vị thi công phải làm lại hai mươi mét.",
            ),
        ),
    )
)
REMARKS = ("Nêu đủ hai con đường, ví dụ cụ thể.", "Cần nêu thêm Ban Giám sát đầu tư của cộng đồng.")
APPEAL = "Đề nghị xem lại đáp án của câu này: theo tài liệu phát tại lớp, tôi hiểu khác."


def take_exams(enrolment: Enrolment, learner: Actor, rng: Random, *, skill: float) -> None:
    """Take each quiz that has a time limit, answering a question rightly with the chance `skill`."""
    for head in _heads(enrolment, learner):
        if head.revision.time_limit:
            _take(head, learner, rng, skill=skill)


def take_practice(enrolment: Enrolment, learner: Actor, rng: Random, *, skill: float) -> None:
    """Take each quiz that a person has to mark in part."""
    for head in _heads(enrolment, learner):
        if not head.revision.time_limit and _asks_for_essays(head):
            _take(head, learner, rng, skill=skill)


def mark_some(made: TrainingClass, *, by: Actor) -> None:
    """Mark half of what waits for a person; the rest is there to be marked."""
    tasks = list_tasks(made.id)
    for place, task in enumerate(tasks[: len(tasks) // 2]):
        mark = task.max_mark if place % 2 == 0 else (task.max_mark / 2).quantize(Decimal("0.5"))
        mark_by_hand(made, place_id=task.place_id, judgement=Judgement(mark, {}, REMARKS[place % 2]), by=by)


def appeal_once(enrolment: Enrolment, learner: Actor) -> bool:
    """Appeal against one wrong answer of a result that may still be appealed against; tell whether there was one."""
    for head in _heads(enrolment, learner):
        for attempt in list_attempts(enrolment_id=enrolment.id, quiz_id=head.quiz_id):
            until = appeal_until(attempt)
            wrong = [one for one in list_marked(attempt.id) if one.response is not None and not one.fraction]
            if until is not None and in_time(clock.now(), until) and wrong:
                appeal(attempt.id, position=wrong[0].position, text=APPEAL, by=learner)
                return True
    return False


def _heads(enrolment: Enrolment, learner: Actor) -> list[QuizHead]:
    enrolled = get_class(enrolment.class_id, person_id=learner.person_id)
    return list_quizzes([enrolled])


def _asks_for_essays(head: QuizHead) -> bool:
    wanted = [slot.question_id for slot in head.revision.slots if slot.question_id is not None]
    kinds = (
        select(QuestionVersion.kind)
        .join(Question, Question.current_version_id == QuestionVersion.id)
        .where(Question.id.in_(wanted))
    )
    return any(KINDS[kind].by_hand for kind in db.session.scalars(kinds))


def _take(head: QuizHead, learner: Actor, rng: Random, *, skill: float) -> None:
    at = clock.now() - timedelta(days=rng.randint(1, 9), minutes=rng.randint(0, 600))
    with clock.frozen(at):
        attempt_id = begin_or_resume(get_quiz(head.class_id, head.quiz_id, person_id=learner.person_id), by=learner)
    asked = list_asked(attempt_id)
    found = versions.many({one.version_id for one in asked})
    for one in asked:
        at += timedelta(seconds=rng.randint(12, 80))
        values = _answer(found[one.version_id].body, rng, right=rng.random() < skill)
        with clock.frozen(at):
            change = Change(one.position, values, 1)
            save_answers(attempt_id, person_id=learner.person_id, writer="", changes=[change], flags={}, grace=0)
    with clock.frozen(at + timedelta(seconds=30)):
        submit_attempt(attempt_id, form=NOTHING, confirmed=True, grace=0, by=learner)


def _answer(body: Mapping[str, Any], rng: Random, *, right: bool) -> tuple[str, ...]:
    if {"stems", "items", "gaps", "rubric"} & set(body):
        return tuple(_in_parts(body, rng, right=right))
    if "options" in body:
        key = [option["id"] for option in body["options"] if option["right"]]
        wrong = [option["id"] for option in body["options"] if not option["right"]]
        return tuple(key) if right else (rng.choice(wrong),)
    if "tolerance" in body:
        return (body["answers"][0]["text"] if right else str(rng.randint(40, 99)),)
    if "answers" in body:
        return (str(body["answers"][0]["text"]),) if right else ("không nhớ",)
    return ("true" if body["right"] is right else "false",)


def _in_parts(body: Mapping[str, Any], rng: Random, *, right: bool) -> list[str]:
    if "stems" in body:
        key = [stem["right"] for stem in body["stems"]]
        said = key if right else rng.sample(key, len(key))
        return [f"{stem['id']}={one}" for stem, one in zip(body["stems"], said, strict=True)]
    if "items" in body:
        names = [item["id"] for item in body["items"]]
        return names if right else [*names[:-2], names[-1], names[-2]]
    if "gaps" in body:
        return [_in_gap(gap) if right or rng.random() < HALF else "" for gap in body["gaps"]]
    return [rng.choice(ESSAYS)]


def _in_gap(gap: Mapping[str, Any]) -> str:
    return str(gap["right"][0] if gap["options"] else gap["answers"][0]["text"])
