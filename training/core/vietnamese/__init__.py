"""What the Vietnamese language asks of a program: clean text, its own order, names, phones, search without marks."""

from training.core.vietnamese.names import initials, split_name, tidy_name
from training.core.vietnamese.order import KEY_LENGTH, name_sort_key, sort_key
from training.core.vietnamese.phones import normal_phone
from training.core.vietnamese.search import match_key, nearest, search_key
from training.core.vietnamese.spelling import is_syllable, looks_vietnamese
from training.core.vietnamese.text import tidy

__all__ = [
    "KEY_LENGTH",
    "initials",
    "is_syllable",
    "looks_vietnamese",
    "match_key",
    "name_sort_key",
    "nearest",
    "normal_phone",
    "search_key",
    "sort_key",
    "split_name",
    "tidy",
    "tidy_name",
]
