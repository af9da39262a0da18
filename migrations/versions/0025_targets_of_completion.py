"""targets of completion

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("plan_targets") as batch_op:
        batch_op.add_column(sa.Column("completion", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(op.f("ck_plan_targets_completion"), "completion BETWEEN 1 AND 100")


def downgrade():
    with op.batch_alter_table("plan_targets") as batch_op:
        batch_op.drop_constraint(op.f("ck_plan_targets_completion"), type_="check")
        batch_op.drop_column("completion")
