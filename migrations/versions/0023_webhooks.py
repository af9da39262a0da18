"""webhooks

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def _choice(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


EVENT = _choice(
    "webhookevent", "completion.reached", "completion.withdrawn", "certificate.issued", "certificate.revoked", "test"
)
STATE = _choice("deliverystate", "waiting", "delivered", "failed")


def upgrade():
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(length=20), nullable=False),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_why = '')", name=op.f("ck_webhooks_ended")),
        sa.CheckConstraint("ended_why IN ('', 'person', 'right')", name=op.f("ck_webhooks_ended_why")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_webhooks_account_id_accounts")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_webhooks_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
        sa.UniqueConstraint("salt", name=op.f("uq_webhooks_salt")),
    )
    op.create_index(op.f("ix_webhooks_unit_id"), "webhooks", ["unit_id"])
    op.create_table(
        "webhook_told",
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name=op.f("fk_webhook_told_enrolment_id")),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhooks.id"], name=op.f("fk_webhook_told_webhook_id")),
        sa.PrimaryKeyConstraint("webhook_id", "enrolment_id", name=op.f("pk_webhook_told")),
    )
    op.create_index(op.f("ix_webhook_told_enrolment_id"), "webhook_told", ["enrolment_id"])
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(length=40), nullable=False),
        sa.Column("event", EVENT, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status_code", sa.Integer(), nullable=True),
        sa.Column("fault", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.String(length=300), nullable=False),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_webhook_deliveries_tries")),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhooks.id"], name=op.f("fk_webhook_deliveries_webhook_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
        sa.UniqueConstraint("event_id", name=op.f("uq_webhook_deliveries_event_id")),
    )
    op.create_index("ix_webhook_deliveries_due", "webhook_deliveries", ["state", "next_at"])
    op.create_index("ix_webhook_deliveries_webhook_id", "webhook_deliveries", ["webhook_id", "id"])


def downgrade():
    op.drop_table("webhook_deliveries")
    op.drop_table("webhook_told")
    op.drop_table("webhooks")
