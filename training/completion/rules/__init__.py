"""The rules of completion as pure functions: what a class asks for, the facts of a learner, what they amount to."""
