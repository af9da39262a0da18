"""Appeals (phúc khảo): a learner asks about a mark within the quiz's days, a trainer answers in writing."""
