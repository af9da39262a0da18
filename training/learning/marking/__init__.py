"""Marking by hand (chấm tay): a queue by question, a rubric, a second marker; learners see it once it is released."""
