"""notices

Revision ID: 0007
Revises: 0006
Create Date: 2026-11-23 03:00:00
"""

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'notices',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('key', sa.String(120), nullable=False),
        sa.Column('title', sa.String(200), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('link', sa.String(300), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("link = '' OR link LIKE '/%'", name=op.f('ck_notices_link')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_notices_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_notices')),
        sa.UniqueConstraint('person_id', 'key', name=op.f('uq_notices_person_id_key')),
    )
    op.create_index('ix_notices_person_at', 'notices', ['person_id', 'at'], unique=False)
    op.create_index(
        'ix_notices_unread',
        'notices',
        ['person_id'],
        unique=False,
        sqlite_where=sa.text('read_at IS NULL'),
        postgresql_where=sa.text('read_at IS NULL'),
    )


def downgrade():
    op.drop_table('notices')
