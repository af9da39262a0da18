"""The question bank: kinds, categories, immutable versions with citations. Knows no quizzes."""
