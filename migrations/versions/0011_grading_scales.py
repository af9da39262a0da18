"""grading scales

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op


revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "grading_scales",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("bands", sa.JSON(), nullable=False),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_account_id"], ["accounts.id"], name=op.f("fk_grading_scales_by_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grading_scales")),
        sa.UniqueConstraint("name", "valid_from", name=op.f("uq_grading_scales_name_valid_from")),
    )
    with op.batch_alter_table("completion_rules", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scale", sa.String(length=80), server_default="", nullable=False))


def downgrade():
    with op.batch_alter_table("completion_rules", schema=None) as batch_op:
        batch_op.drop_column("scale")

    op.drop_table("grading_scales")
