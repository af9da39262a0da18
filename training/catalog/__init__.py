"""Courses and modules in Markdown: drafts, published revisions, pictures, documents cited. Knows no questions."""
