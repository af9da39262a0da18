"""The form of a category."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import DataRequired, Length

from training.core.forms import Form
from training.core.i18n import _l


class CategoryForm(Form):
    """The name of a category."""

    name = StringField(_l("Name of the category"), [DataRequired(), Length(max=200)])
