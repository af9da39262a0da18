"""figures kept of large years

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

COUNTS = ("learners", "started", "passed", "completed", "marked")


def upgrade():
    op.create_table(
        "kept_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.Column("mark_sum", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("hours_attended", sa.Numeric(precision=14, scale=4), nullable=False),
        sa.Column("hours_held", sa.Integer(), nullable=False),
        sa.Column("bins", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"], ["training_classes.id"], name=op.f("fk_kept_figures_class_id_training_classes")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_kept_figures_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_figures")),
        sa.UniqueConstraint("class_id", "unit_id", name=op.f("uq_kept_figures_class_id_unit_id")),
    )
    op.create_index(op.f("ix_kept_figures_unit_id"), "kept_figures", ["unit_id"])


def downgrade():
    op.drop_table("kept_figures")
