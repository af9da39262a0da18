"""Front Training: courses, classes, quizzes, attendance and rosters for the cadres of the Front."""
