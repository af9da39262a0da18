"""Statistics of quizzes and questions (thống kê): how hard, how telling, how reliable; of answers, never of names."""
