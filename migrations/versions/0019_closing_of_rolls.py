"""The closing of a meeting's roll, with the number of signatures.

Revision ID: 0019
Revises: 0018
"""

from alembic import op
import sqlalchemy as sa

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "roll_closings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("signed", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("explanation", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("signed >= 0 AND counted >= 0", name=op.f("ck_roll_closings_numbers")),
        sa.CheckConstraint("signed = counted OR explanation <> ''", name=op.f("ck_roll_closings_explained")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_roll_closings_meeting_id")),
        sa.ForeignKeyConstraint(["by_account_id"], ["accounts.id"], name=op.f("fk_roll_closings_by_account_id")),
        sa.ForeignKeyConstraint(["reopened_by_id"], ["accounts.id"], name=op.f("fk_roll_closings_reopened_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_closings")),
    )
    op.create_index(
        "ix_roll_closings_in_force",
        "roll_closings",
        ["meeting_id"],
        unique=True,
        sqlite_where=sa.text("reopened_at IS NULL"),
        postgresql_where=sa.text("reopened_at IS NULL"),
    )


def downgrade():
    op.drop_table("roll_closings")
