"""Writes of quizzes, and a whole course loaded from its folder."""

from training.quizzes.operations.loading import Loaded, load_course
from training.quizzes.operations.quizzes import QuizFacts, change_quiz, create_quiz, publish_quiz, unpublish_quiz

__all__ = ["Loaded", "QuizFacts", "change_quiz", "create_quiz", "load_course", "publish_quiz", "unpublish_quiz"]
