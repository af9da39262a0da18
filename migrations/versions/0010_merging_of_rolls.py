"""What devices without a connection knew when they marked somebody, and marks that takers disagree on.

Revision ID: 0010
Revises: 0009
"""

from alembic import op
import sqlalchemy as sa

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("attendance_events", sa.Column("device", sa.String(length=24), nullable=True))
    op.add_column("attendance_events", sa.Column("said_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("attendance_events", sa.Column("seen_id", sa.Integer(), nullable=True))
    op.add_column(
        "attendance_events", sa.Column("weak", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("attendance", sa.Column("disputed", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade():
    for table, names in (("attendance", ["disputed"]), ("attendance_events", ["weak", "seen_id", "said_at", "device"])):
        for name in names:
            op.drop_column(table, name)
