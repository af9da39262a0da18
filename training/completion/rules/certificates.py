"""What stands on a certificate: the design of a template, and the data that are frozen when one is issued."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from training.completion.models import CertificateState
from training.completion.rules.codes import shown
from training.core.i18n import _l
from training.units.rules import place_of

#: The fields of a design that are one line or several, as a form gives them.
LINES = (
    *("title", "lead_above", "lead_name", "partner_above", "partner_name", "statement", "completed", "place"),
    *("left_role", "left_name", "right_role", "right_name", "suffix"),
)

#: What has become of a certificate, and the kind of tag that says so.
CERTIFICATE_STATES = {
    CertificateState.VALID: (_l("Valid"), "ok"),
    CertificateState.REVOKED: (_l("Revoked"), "bad"),
    CertificateState.SUPERSEDED: (_l("Superseded"), "warn"),
}


def proposed_design(*, unit: str, lead: str, partner: str) -> dict[str, str]:
    """Return the design that is proposed for a first template; agencies as the year's plan names them."""
    lead = lead or unit
    both = f"{lead} và {partner}" if partner else lead
    return {
        "title": "GIẤY CHỨNG NHẬN",
        "lead_above": "",
        "lead_name": lead,
        "partner_above": "",
        "partner_name": partner,
        "statement": f"{both} chứng nhận",
        "completed": "Đã hoàn thành lớp",
        "place": place_of(unit),
        "left_role": f"T/M {partner}\nTrưởng ban" if partner else "",
        "left_name": "",
        "right_role": "TM. Ban Thường trực\nChủ tịch",
        "right_name": "",
        "suffix": "GCN-MTTQ",
    }


def drawn(design: Mapping[str, str]) -> dict[str, Any]:
    """Return a design as the page's template takes it."""
    return {
        "title": design["title"],
        "lead": {"above": design["lead_above"], "name": design["lead_name"]},
        "partner": {"above": design["partner_above"], "name": design["partner_name"]},
        "statement": design["statement"],
        "completed": design["completed"],
        "signers": [
            {"role": _lines(design[f"{side}_role"]), "name": design[f"{side}_name"]} for side in ("left", "right")
        ],
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def register_text(number: int, year: int, suffix: str) -> str:
    """Write a number of the register, such as 015/2026/GCN-MTTQ."""
    return f"{number:03d}/{year}/{suffix}"


def serial_text(number: int, year: int, unit_id: int) -> str:
    """Write the serial (số hiệu): year, issuer and number, so that no two papers bear the same."""
    return f"{year % 100:02d} {unit_id:04d} {number:05d}"


def official_date(on: date) -> str:
    """Write a date as offices do: days below 10 and the months 1 and 2 with a 0 before them (NĐ 30/2020/NĐ-CP)."""
    month = f"{on.month:02d}" if on.month < 3 else str(on.month)
    return f"ngày {on.day:02d} tháng {month} năm {on.year}"


def birth_text(birth_on: date | None, birth_year: int | None) -> str:
    """Write a date or a year of birth, as far as it is known."""
    if birth_on is not None:
        return f"ngày {birth_on:%d/%m/%Y}"
    return f"năm {birth_year}" if birth_year else ""


def printed(data: Mapping[str, Any], code: str) -> dict[str, Any]:
    """Return the frozen data with the code as the page prints it."""
    return {**data, "code": shown(code)}


#: What a preview is filled with.
SPECIMEN: dict[str, Any] = {
    "full_name": "Nguyễn Thị Thùy Dương",
    "birth": "ngày 19/5/1975",
    "post": "Trưởng ban Công tác Mặt trận",
    "unit": "Khu dân cư số 4, phường An Mỹ",
    "class_title": "Bồi dưỡng nghiệp vụ công tác Mặt trận",
    "opens_on": "02/03/2026",
    "closes_on": "06/03/2026",
    "hours": 32,
    "grade": "Giỏi",
    "serial": "26 0001 00015",
    "verify": "/verify",
    "link": "/verify?code=7KQM2XWD9",
}
