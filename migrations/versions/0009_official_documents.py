"""official documents

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KINDS = ("learners", "completed", "attendance", "marks", "certificates", "commendation")


def _id():
    return sa.Column("id", sa.Integer(), nullable=False)


def _at(name="at"):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _to(table, column, target, **options):
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"), **options)


def _key(table):
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def upgrade():
    op.create_table(
        "documents",
        _id(),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="documentkind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("scope_kind", sa.String(length=20), nullable=False),
        sa.Column("scope_key", sa.Integer(), nullable=False),
        sa.Column("scope_year", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("layout", sa.JSON(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        _at("created_at"),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("documents", "by_account_id", "accounts"),
        _to("documents", "unit_id", "units"),
        _key("documents"),
    )
    op.create_index(op.f("ix_documents_unit_id"), "documents", ["unit_id"])
    op.create_table(
        "document_versions",
        _id(),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        _at(),
        _to("document_versions", "by_account_id", "accounts"),
        _to("document_versions", "document_id", "documents"),
        _key("document_versions"),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_document_versions_document_id_number")),
    )
    op.create_table(
        "document_choices",
        _id(),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("included", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        _at(),
        _to("document_choices", "by_account_id", "accounts"),
        _to("document_choices", "document_id", "documents"),
        _to("document_choices", "enrolment_id", "enrolments"),
        _key("document_choices"),
    )
    op.create_index(op.f("ix_document_choices_document_id"), "document_choices", ["document_id"])
    op.create_index(op.f("ix_document_choices_enrolment_id"), "document_choices", ["enrolment_id"])
    op.create_table(
        "document_agreements",
        _id(),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("agency", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        _at(),
        sa.CheckConstraint("agency IN (0, 1)", name=op.f("ck_document_agreements_agency")),
        _to("document_agreements", "by_account_id", "accounts"),
        _to("document_agreements", "version_id", "document_versions"),
        _key("document_agreements"),
    )
    op.create_index(op.f("ix_document_agreements_version_id"), "document_agreements", ["version_id"])
    op.create_table(
        "document_files",
        _id(),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=8), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        _at(),
        _to("document_files", "version_id", "document_versions"),
        _key("document_files"),
        sa.UniqueConstraint("version_id", "form", name=op.f("uq_document_files_version_id_form")),
    )


def downgrade():
    for table in ("document_files", "document_agreements", "document_choices", "document_versions", "documents"):
        op.drop_table(table)
