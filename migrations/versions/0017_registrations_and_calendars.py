"""registrations and calendars

Revision ID: 0017
Revises: 0016
Create Date: 2026-11-23 03:35:00
"""

import sqlalchemy as sa
from alembic import op


revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

STATES = sa.Enum('proposed', 'waiting', 'admitted', 'refused', 'taken_back', name='registrationstate', native_enum=False, create_constraint=True, length=32)
OPEN = "state IN ('proposed', 'waiting')"


def upgrade():
    op.add_column('meetings', sa.Column('place', sa.String(200), nullable=False, server_default=''))
    op.create_table(
        'registrations',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('class_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('unit_id', sa.Integer(), nullable=False),
        sa.Column('post_title', sa.String(200), nullable=False),
        sa.Column('state', STATES, nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by_name', sa.String(120), nullable=False),
        sa.Column('by_person_id', sa.Integer(), nullable=True),
        sa.Column('queued_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('decided_by', sa.String(120), nullable=False),
        sa.Column('reason', sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(['class_id'], ['training_classes.id'], name=op.f('fk_registrations_class_id')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_registrations_person_id')),
        sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_registrations_unit_id')),
        sa.ForeignKeyConstraint(['by_person_id'], ['people.id'], name=op.f('fk_registrations_by_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_registrations')),
    )
    op.create_index(op.f('ix_registrations_person_id'), 'registrations', ['person_id'], unique=False)
    op.create_index('ix_registrations_class_state', 'registrations', ['class_id', 'state'], unique=False)
    op.create_index('uq_registrations_open', 'registrations', ['class_id', 'person_id'], unique=True, sqlite_where=sa.text(OPEN), postgresql_where=sa.text(OPEN))
    op.create_table(
        'class_quotas',
        sa.Column('class_id', sa.Integer(), nullable=False),
        sa.Column('unit_id', sa.Integer(), nullable=False),
        sa.Column('places', sa.Integer(), nullable=False),
        sa.CheckConstraint('places BETWEEN 1 AND 10000', name=op.f('ck_class_quotas_places')),
        sa.ForeignKeyConstraint(['class_id'], ['training_classes.id'], name=op.f('fk_class_quotas_class_id')),
        sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_class_quotas_unit_id')),
        sa.PrimaryKeyConstraint('class_id', 'unit_id', name=op.f('pk_class_quotas')),
    )
    for table, key, target in (('course_trainers', 'part_id', 'class_courses'), ('meeting_trainers', 'meeting_id', 'meetings')):
        op.create_table(
            table,
            sa.Column(key, sa.Integer(), nullable=False),
            sa.Column('person_id', sa.Integer(), nullable=False),
            sa.ForeignKeyConstraint([key], [f'{target}.id'], name=op.f(f'fk_{table}_{key}'), ondelete='CASCADE'),
            sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f(f'fk_{table}_person_id')),
            sa.PrimaryKeyConstraint(key, name=op.f(f'pk_{table}')),
        )
        op.create_index(op.f(f'ix_{table}_person_id'), table, ['person_id'], unique=False)
    op.create_table(
        'announcements',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('class_id', sa.Integer(), nullable=False),
        sa.Column('title', sa.String(200), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by_name', sa.String(120), nullable=False),
        sa.Column('sent', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['class_id'], ['training_classes.id'], name=op.f('fk_announcements_class_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_announcements')),
    )
    op.create_index(op.f('ix_announcements_class_id'), 'announcements', ['class_id'], unique=False)
    op.create_table(
        'calendar_links',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('token', sa.String(64), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('class_id', sa.Integer(), nullable=True),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint('(person_id IS NULL) <> (class_id IS NULL)', name=op.f('ck_calendar_links_owner')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_calendar_links_person_id')),
        sa.ForeignKeyConstraint(['class_id'], ['training_classes.id'], name=op.f('fk_calendar_links_class_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_links')),
        sa.UniqueConstraint('token', name=op.f('uq_calendar_links_token')),
    )
    op.create_index(op.f('ix_calendar_links_person_id'), 'calendar_links', ['person_id'], unique=False)
    op.create_index(op.f('ix_calendar_links_class_id'), 'calendar_links', ['class_id'], unique=False)


def downgrade():
    for table in ('calendar_links', 'announcements', 'meeting_trainers', 'course_trainers', 'class_quotas', 'registrations'):
        op.drop_table(table)
    with op.batch_alter_table('meetings') as batch_op:
        batch_op.drop_column('place')
