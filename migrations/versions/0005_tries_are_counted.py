"""tries are counted

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-23 02:50:00
"""

import sqlalchemy as sa
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'tries',
        sa.Column('digest', sa.String(64), nullable=False),
        sa.Column('count', sa.Integer(), nullable=False),
        sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('digest', name=op.f('pk_tries')),
    )
    op.create_index(op.f('ix_tries_last_at'), 'tries', ['last_at'], unique=False)


def downgrade():
    op.drop_table('tries')
