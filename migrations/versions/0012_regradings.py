"""regradings

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

REMEDY = sa.Enum("version", "key", "void", "full", name="remedy", native_enum=False, create_constraint=True, length=32)


def upgrade():
    op.create_table(
        "regradings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=True),
        sa.Column("remedy", REMEDY, nullable=False),
        sa.Column("question_version_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_account_id", sa.Integer(), nullable=True),
        sa.Column("undo_reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint("(undone_at IS NULL) = (undo_reason = '')", name=op.f("ck_regradings_undone")),
        sa.CheckConstraint(
            "(remedy IN ('version', 'key')) = (question_version_id IS NOT NULL)", name=op.f("ck_regradings_version")
        ),
        sa.ForeignKeyConstraint(["quiz_id"], ["quizzes.id"], name=op.f("fk_regradings_quiz_id")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_regradings_question_id")),
        sa.ForeignKeyConstraint(["class_id"], ["training_classes.id"], name=op.f("fk_regradings_class_id")),
        sa.ForeignKeyConstraint(
            ["question_version_id"], ["question_versions.id"], name=op.f("fk_regradings_question_version_id")
        ),
        sa.ForeignKeyConstraint(["by_account_id"], ["accounts.id"], name=op.f("fk_regradings_by_account_id")),
        sa.ForeignKeyConstraint(
            ["undone_by_account_id"], ["accounts.id"], name=op.f("fk_regradings_undone_by_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regradings")),
    )
    for column in ("class_id", "question_id", "quiz_id"):
        op.create_index(op.f(f"ix_regradings_{column}"), "regradings", [column])
    op.create_table(
        "regraded_marks",
        sa.Column("mark_id", sa.Integer(), nullable=False),
        sa.Column("regrading_id", sa.Integer(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["mark_id"], ["marks.id"], name=op.f("fk_regraded_marks_mark_id")),
        sa.ForeignKeyConstraint(["regrading_id"], ["regradings.id"], name=op.f("fk_regraded_marks_regrading_id")),
        sa.PrimaryKeyConstraint("mark_id", name=op.f("pk_regraded_marks")),
    )
    op.create_index(op.f("ix_regraded_marks_regrading_id"), "regraded_marks", ["regrading_id"])
    op.create_table(
        "regraded_attempts",
        sa.Column("regrading_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("old_mark", sa.Numeric(8, 5), nullable=False),
        sa.Column("new_mark", sa.Numeric(8, 5), nullable=False),
        sa.Column("old_score", sa.Numeric(10, 5), nullable=True),
        sa.Column("new_score", sa.Numeric(10, 5), nullable=True),
        sa.Column("old_full", sa.Numeric(10, 5), nullable=False),
        sa.Column("new_full", sa.Numeric(10, 5), nullable=False),
        sa.Column("result_before", sa.Boolean(), nullable=True),
        sa.Column("result_after", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["regrading_id"], ["regradings.id"], name=op.f("fk_regraded_attempts_regrading_id")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_regraded_attempts_attempt_id")),
        sa.PrimaryKeyConstraint("regrading_id", "attempt_id", name=op.f("pk_regraded_attempts")),
    )
    op.create_index(op.f("ix_regraded_attempts_attempt_id"), "regraded_attempts", ["attempt_id"])


def downgrade():
    op.drop_table("regraded_attempts")
    op.drop_table("regraded_marks")
    op.drop_table("regradings")
