"""marking by hand

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

SETTLING = sa.Enum("mean", "third", name="settling", native_enum=False, create_constraint=True, length=32)


def upgrade():
    op.create_table(
        "marking_ways",
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("two_markers", sa.Boolean(), nullable=False),
        sa.Column("settling", SETTLING, nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["training_classes.id"], name=op.f("fk_marking_ways_class_id")),
        sa.ForeignKeyConstraint(["quiz_id"], ["quizzes.id"], name=op.f("fk_marking_ways_quiz_id")),
        sa.PrimaryKeyConstraint("class_id", "quiz_id", name=op.f("pk_marking_ways")),
    )
    op.create_index(op.f("ix_marking_ways_quiz_id"), "marking_ways", ["quiz_id"])
    op.create_table(
        "hand_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_question_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Numeric(8, 5), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("turn BETWEEN 1 AND 3", name=op.f("ck_hand_marks_turn")),
        sa.CheckConstraint("mark >= 0", name=op.f("ck_hand_marks_mark")),
        sa.ForeignKeyConstraint(
            ["attempt_question_id"], ["attempt_questions.id"], name=op.f("fk_hand_marks_attempt_question_id")
        ),
        sa.ForeignKeyConstraint(["by_account_id"], ["accounts.id"], name=op.f("fk_hand_marks_by_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_marks")),
        sa.UniqueConstraint("attempt_question_id", "turn", name=op.f("uq_hand_marks_attempt_question_id_turn")),
    )
    op.create_index(op.f("ix_hand_marks_by_account_id"), "hand_marks", ["by_account_id"])


def downgrade():
    op.drop_table("hand_marks")
    op.drop_table("marking_ways")
