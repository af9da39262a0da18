"""attempts may wait for marks or be abandoned

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-23 02:30:00
"""

import sqlalchemy as sa
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

TWO = sa.Enum('in_progress', 'submitted', name='attemptstate', native_enum=False, create_constraint=True, length=32)
FIVE = sa.Enum('in_progress', 'overdue', 'submitted', 'marked', 'abandoned', name='attemptstate', native_enum=False, create_constraint=True, length=32)
OPEN = "state IN ('in_progress', 'overdue')"
IN_PROGRESS = "state = 'in_progress'"


def upgrade():
    _change_states(TWO, FIVE, OPEN)
    # Until now an attempt was marked in the same moment as it was handed in.
    op.execute("UPDATE attempts SET state = 'marked' WHERE state = 'submitted'")


def downgrade():
    # A second open attempt cannot arise: the open ones are the same rows as before.
    op.execute("UPDATE attempts SET state = 'in_progress' WHERE state = 'overdue'")
    op.execute("UPDATE attempts SET state = 'submitted' WHERE state IN ('marked', 'abandoned')")
    _change_states(FIVE, TWO, IN_PROGRESS)


def _change_states(old, new, which):
    with op.batch_alter_table('attempts', schema=None) as batch_op:
        batch_op.drop_index('uq_attempts_open')
        batch_op.alter_column('state', existing_type=old, type_=new, existing_nullable=False)
        batch_op.create_index('uq_attempts_open', ['enrolment_id', 'quiz_id'], unique=True, sqlite_where=sa.text(which), postgresql_where=sa.text(which))
