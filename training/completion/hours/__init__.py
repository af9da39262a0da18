"""The hours ledger (sổ giờ học): tiết of each person and year, every credit with its source; the year's target.

Nothing is booked: a ledger is read from rolls, completions and approved papers, so it never lags behind them.
"""
