"""Attendance rules of classes; marks for leaving early and making up, and the ways that marks come about.

Revision ID: 0003
Revises: 0002
"""

from alembic import op
import sqlalchemy as sa

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATUSES = ("present", "late", "left_early", "excused", "absent", "made_up")
HOWS = ("roll_call", "check_in", "kiosk", "paper", "review", "make_up")
OLD_STATUSES, OLD_HOWS = ("present", "late", "excused", "absent"), ("roll_call", "check_in")


def choice(values, name):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def events(statuses, hows):
    return sa.Table(
        "attendance_events",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("status", choice(statuses, "ck_attendance_events_status"), nullable=True),
        sa.Column("how", choice(hows, "ck_attendance_events_how"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        sa.Column("client_key", sa.String(length=40), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_account_id"], ["accounts.id"], name="fk_attendance_events_by_account_id"),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name="fk_attendance_events_enrolment_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_attendance_events_meeting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attendance_events"),
        sa.UniqueConstraint("client_key", name="uq_attendance_events_client_key"),
        sa.Index("ix_attendance_events_enrolment_id", "enrolment_id"),
        sa.Index("ix_attendance_events_fold", "meeting_id", "enrolment_id", "id"),
    )


def marks(statuses):
    return sa.Table(
        "attendance",
        sa.MetaData(),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("status", choice(statuses, "ck_attendance_status"), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolments.id"], name="fk_attendance_enrolment_id"),
        sa.ForeignKeyConstraint(["event_id"], ["attendance_events.id"], name="fk_attendance_event_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_attendance_meeting_id"),
        sa.PrimaryKeyConstraint("meeting_id", "enrolment_id", name="pk_attendance"),
        sa.Index("ix_attendance_enrolment_id", "enrolment_id"),
    )


def allow(statuses, hows):
    """Let the columns hold these values; SQLite can only make the tables anew for that."""
    if op.get_bind().dialect.name == "sqlite":
        for table in (events(statuses, hows), marks(statuses)):
            with op.batch_alter_table(table.name, copy_from=table, recreate="always"):
                pass
        return
    for table, column, values in (
        ("attendance_events", "status", statuses),
        ("attendance_events", "how", hows),
        ("attendance", "status", statuses),
    ):
        name = f"ck_{table}_{column}"
        op.drop_constraint(op.f(name), table, type_="check")
        listed = ", ".join(f"'{value}'" for value in values)
        op.create_check_constraint(op.f(name), table, f"{column} IN ({listed})")


def upgrade():
    allow(STATUSES, HOWS)
    op.create_table(
        "attendance_rules",
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("late_after", sa.Integer(), nullable=False),
        sa.Column("late_worth", sa.Integer(), nullable=False),
        sa.Column("left_early_worth", sa.Integer(), nullable=False),
        sa.Column("excused", choice(("apart", "left_out", "attended"), "excused"), nullable=False),
        sa.Column("make_ups", sa.Integer(), nullable=False),
        sa.Column("warn_below", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("late_after BETWEEN 0 AND 240", name=op.f("ck_attendance_rules_late_after")),
        sa.CheckConstraint("late_worth BETWEEN 0 AND 100", name=op.f("ck_attendance_rules_late_worth")),
        sa.CheckConstraint("left_early_worth BETWEEN 0 AND 100", name=op.f("ck_attendance_rules_left_early_worth")),
        sa.CheckConstraint("make_ups BETWEEN 0 AND 50", name=op.f("ck_attendance_rules_make_ups")),
        sa.CheckConstraint("warn_below BETWEEN 0 AND 100", name=op.f("ck_attendance_rules_warn_below")),
        sa.ForeignKeyConstraint(
            ["class_id"], ["training_classes.id"], name=op.f("fk_attendance_rules_class_id")
        ),
        sa.PrimaryKeyConstraint("class_id", name=op.f("pk_attendance_rules")),
    )


def downgrade():
    op.drop_table("attendance_rules")
    op.execute("DELETE FROM attendance WHERE status IN ('left_early', 'made_up')")
    old = "status IN ('left_early', 'made_up') OR how NOT IN ('roll_call', 'check_in')"
    op.execute(f"DELETE FROM attendance WHERE event_id IN (SELECT id FROM attendance_events WHERE {old})")
    op.execute(f"DELETE FROM attendance_events WHERE {old}")
    allow(OLD_STATUSES, OLD_HOWS)
