"""What a learner does: reading, attempts, answers, marking, results."""
