"""The rules of learning as pure functions: time, drawing of questions, results, what comes next."""
