"""agreed plans

Revision ID: 0013
Revises: 0012
Create Date: 2026-11-23 03:10:00
"""

import sqlalchemy as sa
from alembic import op


revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

STATES = sa.Enum('draft', 'agreed_by_front', 'agreed_by_both', 'in_force', name='planstate', native_enum=False, create_constraint=True, length=32)
STEPS = sa.Enum('front', 'partner', 'in_force', 'voided', name='planstep', native_enum=False, create_constraint=True, length=32)


def upgrade():
    with op.batch_alter_table('plans') as batch_op:
        batch_op.add_column(sa.Column('legal_basis', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('state', STATES, nullable=False, server_default='draft'))
    op.create_table(
        'plan_lines',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('plan_id', sa.Integer(), nullable=False),
        sa.Column('title', sa.String(300), nullable=False),
        sa.Column('posts', sa.String(300), nullable=False),
        sa.Column('unit_id', sa.Integer(), nullable=False),
        sa.Column('classes', sa.Integer(), nullable=False),
        sa.Column('learners', sa.Integer(), nullable=False),
        sa.Column('study_hours', sa.Integer(), nullable=False),
        sa.Column('quarter', sa.Integer(), nullable=False),
        sa.Column('place', sa.String(200), nullable=False),
        sa.Column('budget', sa.String(300), nullable=False),
        sa.CheckConstraint('classes BETWEEN 1 AND 999', name=op.f('ck_plan_lines_classes')),
        sa.CheckConstraint('learners BETWEEN 0 AND 100000', name=op.f('ck_plan_lines_learners')),
        sa.CheckConstraint('study_hours BETWEEN 0 AND 500', name=op.f('ck_plan_lines_study_hours')),
        sa.CheckConstraint('quarter BETWEEN 1 AND 4', name=op.f('ck_plan_lines_quarter')),
        sa.ForeignKeyConstraint(['plan_id'], ['plans.id'], name=op.f('fk_plan_lines_plan_id')),
        sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_plan_lines_unit_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_lines')),
    )
    op.create_index(op.f('ix_plan_lines_plan_id'), 'plan_lines', ['plan_id'], unique=False)
    op.create_table(
        'plan_targets',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('plan_id', sa.Integer(), nullable=False),
        sa.Column('unit_id', sa.Integer(), nullable=False),
        sa.Column('learners', sa.Integer(), nullable=False),
        sa.CheckConstraint('learners BETWEEN 1 AND 100000', name=op.f('ck_plan_targets_learners')),
        sa.ForeignKeyConstraint(['plan_id'], ['plans.id'], name=op.f('fk_plan_targets_plan_id')),
        sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_plan_targets_unit_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_targets')),
        sa.UniqueConstraint('plan_id', 'unit_id', name=op.f('uq_plan_targets_plan_id_unit_id')),
    )
    op.create_table(
        'plan_agreements',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('plan_id', sa.Integer(), nullable=False),
        sa.Column('step', STEPS, nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by_name', sa.String(120), nullable=False),
        sa.Column('by_account_id', sa.Integer(), nullable=True),
        sa.Column('signatory', sa.String(200), nullable=False),
        sa.Column('note', sa.String(300), nullable=False),
        sa.Column('digest', sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(['plan_id'], ['plans.id'], name=op.f('fk_plan_agreements_plan_id')),
        sa.ForeignKeyConstraint(['by_account_id'], ['accounts.id'], name=op.f('fk_plan_agreements_by_account_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_agreements')),
    )
    op.create_index(op.f('ix_plan_agreements_plan_id'), 'plan_agreements', ['plan_id'], unique=False)
    with op.batch_alter_table('training_classes') as batch_op:
        batch_op.add_column(sa.Column('plan_line_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('register_by', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('capacity', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_training_classes_plan_line_id'), 'plan_lines', ['plan_line_id'], ['id'])
        batch_op.create_check_constraint(op.f('ck_training_classes_capacity'), 'capacity BETWEEN 1 AND 10000')
        batch_op.create_index(op.f('ix_training_classes_plan_line_id'), ['plan_line_id'], unique=False)


def downgrade():
    with op.batch_alter_table('training_classes') as batch_op:
        batch_op.drop_index(op.f('ix_training_classes_plan_line_id'))
        batch_op.drop_constraint(op.f('ck_training_classes_capacity'), type_='check')
        batch_op.drop_constraint(op.f('fk_training_classes_plan_line_id'), type_='foreignkey')
        batch_op.drop_column('capacity')
        batch_op.drop_column('register_by')
        batch_op.drop_column('plan_line_id')
    op.drop_table('plan_agreements')
    op.drop_table('plan_targets')
    op.drop_table('plan_lines')
    with op.batch_alter_table('plans') as batch_op:
        batch_op.drop_constraint(op.f('ck_plans_planstate'), type_='check')
        batch_op.drop_column('state')
        batch_op.drop_column('legal_basis')
