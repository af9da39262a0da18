"""appeals

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

STATE = sa.Enum("open", "upheld", "refused", name="appealstate", native_enum=False, create_constraint=True, length=32)


def upgrade():
    op.create_table(
        "appeals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_question_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_account_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'open') = (answered_at IS NULL)", name=op.f("ck_appeals_answered")),
        sa.ForeignKeyConstraint(
            ["attempt_question_id"], ["attempt_questions.id"], name=op.f("fk_appeals_attempt_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_account_id"], ["accounts.id"], name=op.f("fk_appeals_answered_by_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("attempt_question_id", name=op.f("uq_appeals_attempt_question_id")),
    )


def downgrade():
    op.drop_table("appeals")
