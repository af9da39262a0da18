"""Personal slips to check in with, and check-ins that were refused.

Revision ID: 0014
Revises: 0013
"""

from alembic import op
import sqlalchemy as sa

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "attendance_slips",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_attendance_slips_enrolment_id")),
        sa.ForeignKeyConstraint(["by_account_id"], ["accounts.id"], name=op.f("fk_attendance_slips_by_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_slips")),
        sa.UniqueConstraint("code", name=op.f("uq_attendance_slips_code")),
    )
    op.create_index(op.f("ix_attendance_slips_enrolment_id"), "attendance_slips", ["enrolment_id"])
    op.create_table(
        "refused_check_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device", sa.String(length=24), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_refused_check_ins_meeting_id")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_refused_check_ins_enrolment_id")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_refused_check_ins_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_check_ins")),
    )
    op.create_index(op.f("ix_refused_check_ins_meeting_id"), "refused_check_ins", ["meeting_id"])


def downgrade():
    op.drop_table("refused_check_ins")
    op.drop_table("attendance_slips")
