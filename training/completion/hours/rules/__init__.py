"""Rules of the hours ledger as pure functions: what a line is worth, sums, which target counts."""
