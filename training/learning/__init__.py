"""What a learner does: reads modules, takes quizzes; answers of record, marks and results.

Words: attempt (lượt làm bài), deadline (hạn nộp), answer of record (câu trả lời đã lưu), mark (điểm), review (xem lại).
Knows classes, quizzes and questions, and nothing of attendance or completion, which read its results.
"""
