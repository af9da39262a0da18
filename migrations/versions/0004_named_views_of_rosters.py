"""named views of rosters

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "roster_views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_roster_views_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_views")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_roster_views_account_id_name")),
    )


def downgrade():
    op.drop_table("roster_views")
