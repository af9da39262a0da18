"""Invented cadres: names put together from common syllables, phone numbers counted up."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Phan", "Dương", "Ưng", "Quách")
MIDDLE_MEN = ("Văn", "Hữu", "Quốc", "Minh", "Đức", "Ngọc", "Thanh", "Công")
MIDDLE_WOMEN = ("Thị", "Thị Thu", "Thị Ngọc", "Thị Kim", "Ngọc", "Thị Hồng")
MEN = ("An", "Bình", "Dũng", "Đạt", "Hùng", "Khôi", "Lâm", "Phúc", "Quý", "Sơn", "Tài", "Vinh", "Ẩn", "Ân")
WOMEN = ("Ánh", "Bích", "Châu", "Dung", "Hà", "Hạnh", "Lan", "Mai", "Nga", "Thảo", "Uyên", "Xuân", "Yến", "Ái")
POSTS = (
    "Chủ tịch Ủy ban MTTQ",
    "Phó Chủ tịch Ủy ban MTTQ",
    "Ủy viên Thường trực",
    "Ủy viên Ủy ban MTTQ",
    "Trưởng Ban công tác Mặt trận khối phố 1",
    "Trưởng Ban công tác Mặt trận khối phố 2",
    "Trưởng Ban Thanh tra nhân dân",
)


@dataclass(frozen=True, slots=True)
class Invented:
    """A cadre of the demonstration city."""

    full_name: str
    is_woman: bool
    title: str
    year: int
    phone: str


def invent(rng: Random, *, number: int, title: str) -> Invented:
    """Make up a cadre; `number` becomes the end of a phone number."""
    is_woman = rng.random() < 0.5
    middle, given = (MIDDLE_WOMEN, WOMEN) if is_woman else (MIDDLE_MEN, MEN)
    name = f"{rng.choice(FAMILY)} {rng.choice(middle)} {rng.choice(given)}"
    return Invented(name, is_woman, title, rng.randint(1955, 1995), f"0905{number:06d}")
