"""how quizzes are sat, and overrides of it

Revision ID: 0006
Revises: 0005
Create Date: 2026-11-23 02:45:00
"""

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

EXPIRY = sa.Enum('submit', 'grace', 'abandon', name='expiry', native_enum=False, create_constraint=True, length=32)
LAYOUT = sa.Enum('one_page', 'one_by_one', 'sequential', name='layout', native_enum=False, create_constraint=True, length=32)


def upgrade():
    with op.batch_alter_table('quiz_revisions', schema=None) as batch_op:
        # Quizzes made so far go on as they did.
        batch_op.add_column(sa.Column('on_expiry', EXPIRY, nullable=False, server_default='submit'))
        batch_op.add_column(sa.Column('grace_period', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('layout', LAYOUT, nullable=False, server_default='one_page'))
        batch_op.add_column(sa.Column('password', sa.String(length=64), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('delay_second', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('delay_later', sa.Integer(), nullable=True))
        batch_op.create_check_constraint(batch_op.f('ck_quiz_revisions_grace_period'), "on_expiry != 'grace' OR grace_period > 0")
        batch_op.create_check_constraint(batch_op.f('ck_quiz_revisions_delay_second'), 'delay_second IS NULL OR delay_second > 0')
        batch_op.create_check_constraint(batch_op.f('ck_quiz_revisions_delay_later'), 'delay_later IS NULL OR delay_later > 0')
    op.add_column('attempts', sa.Column('hand_in_by', sa.DateTime(timezone=True), nullable=True))
    op.add_column('attempts', sa.Column('reached', sa.Integer(), nullable=False, server_default='1'))
    op.create_table('late_acceptances',
    sa.Column('late_answer_id', sa.Integer(), nullable=False),
    sa.Column('replaced', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('by_account_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_account_id'], ['accounts.id'], name=op.f('fk_late_acceptances_by_account_id')),
    sa.ForeignKeyConstraint(['late_answer_id'], ['late_answers.id'], name=op.f('fk_late_acceptances_late_answer_id')),
    sa.PrimaryKeyConstraint('late_answer_id', name=op.f('pk_late_acceptances'))
    )
    op.create_table('overrides',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('class_id', sa.Integer(), nullable=False),
    sa.Column('quiz_id', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('time_limit', sa.Integer(), nullable=True),
    sa.Column('extra_time', sa.Integer(), nullable=True),
    sa.Column('attempts_allowed', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('by_account_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by_account_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('enrolment_id IS NULL OR unit_id IS NULL', name=op.f('ck_overrides_one_scope')),
    sa.CheckConstraint('opens_at IS NULL OR closes_at IS NULL OR opens_at < closes_at', name=op.f('ck_overrides_window')),
    sa.CheckConstraint('time_limit IS NULL OR time_limit > 0', name=op.f('ck_overrides_time_limit')),
    sa.CheckConstraint('extra_time IS NULL OR extra_time > 0', name=op.f('ck_overrides_extra_time')),
    sa.CheckConstraint('attempts_allowed IS NULL OR attempts_allowed > 0', name=op.f('ck_overrides_attempts_allowed')),
    sa.ForeignKeyConstraint(['by_account_id'], ['accounts.id'], name=op.f('fk_overrides_by_account_id')),
    sa.ForeignKeyConstraint(['class_id'], ['training_classes.id'], name=op.f('fk_overrides_class_id')),
    sa.ForeignKeyConstraint(['ended_by_account_id'], ['accounts.id'], name=op.f('fk_overrides_ended_by_account_id')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolments.id'], name=op.f('fk_overrides_enrolment_id')),
    sa.ForeignKeyConstraint(['quiz_id'], ['quizzes.id'], name=op.f('fk_overrides_quiz_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_overrides_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_overrides'))
    )
    with op.batch_alter_table('overrides', schema=None) as batch_op:
        batch_op.create_index('ix_overrides_class_quiz', ['class_id', 'quiz_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_overrides_enrolment_id'), ['enrolment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_overrides_quiz_id'), ['quiz_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_overrides_unit_id'), ['unit_id'], unique=False)


def downgrade():
    op.drop_table('overrides')
    op.drop_table('late_acceptances')
    op.drop_column('attempts', 'reached')
    op.drop_column('attempts', 'hand_in_by')
    with op.batch_alter_table('quiz_revisions', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_quiz_revisions_delay_later'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_quiz_revisions_delay_second'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_quiz_revisions_grace_period'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_quiz_revisions_expiry'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_quiz_revisions_layout'), type_='check')
        for name in ('delay_later', 'delay_second', 'password', 'layout', 'grace_period', 'on_expiry'):
            batch_op.drop_column(name)
