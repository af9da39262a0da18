"""Pages of the catalogue: courses, modules being written, pictures, documents."""

from training.catalog.views import courses, documents, modules, pictures
from training.catalog.views.blueprint import bp

__all__ = ["bp", "courses", "documents", "modules", "pictures"]
