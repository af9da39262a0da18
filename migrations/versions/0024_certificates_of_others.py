"""certificates of others

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

STATE = sa.Enum(
    "waiting",
    "approved",
    "refused",
    "withdrawn",
    name="paperstate",
    native_enum=False,
    create_constraint=True,
    length=32,
)
IN_FORCE = sa.text("state IN ('waiting', 'approved')")
TABLE = "outside_certificates"


def upgrade():
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(length=500), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("hours BETWEEN 1 AND 500", name=op.f("ck_outside_certificates_hours")),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'refused') OR decided_at IS NOT NULL",
            name=op.f("ck_outside_certificates_decided"),
        ),
        sa.CheckConstraint(
            "state <> 'refused' OR decision <> ''", name=op.f("ck_outside_certificates_refused_with_reason")
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f("ck_outside_certificates_withdrawn")
        ),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR withdrawn_reason <> ''",
            name=op.f("ck_outside_certificates_withdrawn_with_reason"),
        ),
        sa.ForeignKeyConstraint(["by_account_id"], ["accounts.id"], name=op.f("fk_outside_certificates_by_account_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["accounts.id"], name=op.f("fk_outside_certificates_decided_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_outside_certificates_person_id")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["accounts.id"], name=op.f("fk_outside_certificates_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_certificates")),
    )
    op.create_index("ix_outside_certificates_person_state", TABLE, ["person_id", "state"])
    op.create_index(
        "ix_outside_certificates_person_id_content_hash",
        TABLE,
        ["person_id", "content_hash"],
        unique=True,
        sqlite_where=IN_FORCE,
        postgresql_where=IN_FORCE,
    )


def downgrade():
    op.drop_table(TABLE)
