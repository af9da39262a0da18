"""Forms of attendance: the roll as a plain form and as a script sends it, check-in, rules, make-ups, paper."""
