"""scans of signed sheets

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TABLE = "sheet_scans"


def upgrade():
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_account_id"], ["accounts.id"], name=op.f("fk_sheet_scans_by_account_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_sheet_scans_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_scans")),
        sa.UniqueConstraint("meeting_id", "content_hash", name=op.f("uq_sheet_scans_meeting_id_content_hash")),
    )


def downgrade():
    op.drop_table(TABLE)
