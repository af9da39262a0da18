"""Reading a list of cadres as offices send it: pure rules from a table to what would become of each row.

A list may have title rows, its own order and names of columns, and lines of totals and signatures. Every row below
the heading is accounted for: created, unchanged, rejected with the cell and the reason, blank, or no person at all.
"""

from training.people.import_rules.birth import Birth, read_birth
from training.people.import_rules.headings import Header, field_label, find_header
from training.people.import_rules.known import KnownPerson, PeopleIndex
from training.people.import_rules.listing import ListReading, read_list
from training.people.import_rules.unit_names import UnitChoice, UnitIndex
from training.people.import_rules.values import CadreValues, Change, Fault, RowReading
from training.people.import_rules.vocabulary import Field

__all__ = [
    "Birth",
    "CadreValues",
    "Change",
    "Fault",
    "Field",
    "Header",
    "KnownPerson",
    "ListReading",
    "PeopleIndex",
    "RowReading",
    "UnitChoice",
    "UnitIndex",
    "field_label",
    "find_header",
    "read_birth",
    "read_list",
]
