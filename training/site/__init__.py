"""Running an installation: serving it, its periodic work, the demonstration city, the first page."""
