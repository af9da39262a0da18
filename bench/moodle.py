"""Moodle 4.5 on two cores, PostgreSQL, tuned: units per second by flow and number of users, as measured in 2026.

Machines drift by a quarter: the ratio says the order of magnitude, not the percent.
"""

MOODLE = {
    ("sign-in", 1): 4.99,
    ("sign-in", 16): 9.45,
    ("sign-in", 64): 8.34,
    ("course", 1): 11.86,
    ("course", 16): 21.21,
    ("course", 64): 22.17,
    ("module", 1): 13.19,
    ("module", 16): 26.20,
    ("module", 64): 27.68,
    ("attempt", 1): 1.71,
    ("attempt", 16): 3.00,
    ("attempt", 64): 2.94,
}

#: Milliseconds for the nearest export of 500 users: grades as XLSX, completion as CSV.
EXPORTS = {"xlsx": 1361, "csv": 428}
