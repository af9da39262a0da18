"""targets of study hours

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "hour_targets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("posts", sa.String(length=500), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("hours BETWEEN 1 AND 1000", name=op.f("ck_hour_targets_hours")),
        sa.CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name=op.f("ck_hour_targets_dates")),
        sa.ForeignKeyConstraint(["by_account_id"], ["accounts.id"], name=op.f("fk_hour_targets_by_account_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_hour_targets_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hour_targets")),
        sa.UniqueConstraint(
            "unit_id", "posts", "valid_from", name=op.f("uq_hour_targets_unit_id_posts_valid_from")
        ),
    )


def downgrade():
    op.drop_table("hour_targets")
