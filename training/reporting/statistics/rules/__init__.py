"""The statistics as pure functions: formulas, figures of a quiz, tables of chosen answers, advice in words."""
