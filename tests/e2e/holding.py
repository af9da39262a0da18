"""What organisers do in the browser with a class: plan it, fill it, open it, call the roll, take the roster."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.e2e.walker import Walker
from training.core.vietnamese import search_key

CODE = "BD-01"


def plan_class(staff: Walker, title: str, *, today: date) -> None:
    """Make the year's plan and in it a class that is held these days."""
    staff.open("/plans")
    staff.follow("Tạo kế hoạch")
    staff.fill({"Năm": str(today.year), "Cơ quan chủ trì": "Ban Thường trực Ủy ban MTTQ thành phố"})
    staff.press("Tạo kế hoạch")
    staff.follow("Tạo lớp")
    first, last = today - timedelta(days=1), today + timedelta(days=7)
    dates = {"Ngày bắt đầu": first.isoformat(), "Ngày kết thúc": last.isoformat()}
    staff.fill({"Tên lớp": title, "Mã": CODE, **dates, "Địa điểm": "Hội trường"})
    staff.press("Tạo lớp")
    staff.told("Đã tạo lớp.")


def add_courses(staff: Walker, titles: Iterable[str]) -> None:
    """Put courses into the class on show."""
    staff.follow("Đến trang khóa học")
    for title in titles:
        staff.choose("Khóa học", title)
        staff.press("Thêm khóa học")
        staff.told(f"Đã thêm khóa học {title} vào lớp.")


def plan_meeting(staff: Walker, *, today: date) -> None:
    """Plan a meeting that takes the whole day, so that it is under way whenever this runs."""
    staff.follow("Tổng quan")
    staff.follow("Thêm buổi học")
    times = {"Ngày": today.isoformat(), "Bắt đầu lúc": "00:00", "Kết thúc lúc": "23:59"}
    staff.fill({**times, "Thời lượng (tiết)": "4", "Nội dung": "Khai giảng"})
    staff.press("Thêm buổi học")
    staff.told("Đã thêm buổi học.")


def enrol_unit(staff: Walker, unit: str, count: int) -> None:
    """Enrol everybody of a unit, who are `count`."""
    staff.follow("Tổng quan")
    staff.follow("Ghi danh theo đơn vị")
    staff.choose("Đơn vị, kể cả trực thuộc", unit)
    staff.press("Xem trước")
    staff.press(f"Ghi danh {count} người")
    staff.told(f"Đã ghi danh {count} học viên.")


def open_class(staff: Walker) -> None:
    """Open the class to its learners."""
    staff.follow("Tổng quan")
    staff.press("Mở lớp")
    staff.told("Lớp đã mở")


def set_rule(staff: Walker, *, quiz: str) -> None:
    """Ask for the modules and the meetings as proposed, and of the quizzes for one alone."""
    staff.follow("Điều kiện hoàn thành")
    for tick in staff.page.get_by_role("checkbox", name=re.compile("^Đạt bài kiểm tra")).all():
        tick.uncheck()
    staff.page.get_by_role("checkbox", name=f"Đạt bài kiểm tra “{quiz}”").check()
    staff.press("Xem trước ai thay đổi")
    staff.press("Lưu điều kiện này")
    staff.told("Đã lưu điều kiện hoàn thành của lớp.")


def show_code(staff: Walker) -> str:
    """Show the code of the meeting on the wall and return it as it is read there."""
    staff.follow("Chiếu mã QR")
    expect(staff.page.get_by_role("img", name="Mã QR dẫn đến trang tự điểm danh")).to_be_visible()
    return staff.page.locator("#wall-code").inner_text()


def call_roll(staff: Walker, *, count: int, absent: str) -> None:
    """Mark everybody present who has not checked in, then one of `count` who is missing, found without marks."""
    page = staff.page
    page.get_by_role("main").get_by_role("button", name="Tất cả có mặt").click()
    page.get_by_role("dialog").get_by_role("button", name="Tiếp tục").click()
    expect(page.locator("[data-count=none]")).to_have_text("0")
    expect(page.locator("[data-saved]")).to_contain_text("Đã lưu lúc")
    staff.field("Tìm học viên").fill(search_key(absent))
    expect(page.get_by_role("radiogroup")).to_have_count(1)
    page.get_by_role("radiogroup", name=absent).get_by_role("radio", name="Vắng", exact=True).check()
    expect(page.locator("[data-count=absent]")).to_have_text("1")
    there = [int(page.locator(f"[data-count={status}]").inner_text()) for status in ("present", "late")]
    assert sum(there) == count - 1


def call_roll_by_form(staff: Walker, absent: str) -> None:
    """Mark one who is missing and then the rest present, by forms alone."""
    staff.follow("Mở bản đơn giản")
    staff.page.get_by_role("radiogroup", name=absent).get_by_role("radio", name="Vắng", exact=True).check()
    staff.press("Lưu điểm danh")
    staff.told("Đã lưu 1 lượt điểm danh.")
    staff.follow("Về trang điểm danh")
    staff.press("Tất cả có mặt")
    staff.told("Đã ghi có mặt cho 2 học viên.")


def read_roster(staff: Walker) -> dict[str, list[str]]:
    """Return the lines of the roster on show by full name: modules, attendance, mark, result; in their order."""
    rows = [row.locator("th, td").all_inner_texts() for row in staff.page.locator("tbody tr").all()]
    return {f"{cells[1].strip()} {cells[2].strip()}": [cell.strip() for cell in cells[5:9]] for cells in rows}


def download_roster(staff: Walker, folder: Path) -> Path:
    """Export the roster and return the file."""
    with staff.page.expect_download() as coming:
        staff.page.get_by_role("link", name="Xuất danh sách (Excel)").click()
    file = folder / coming.value.suggested_filename
    coming.value.save_as(file)
    return file


def read_workbook(file: Path) -> list[dict[str, Any]]:
    """Return the rows of a roster by their headings, as other programs read them."""
    sheet = load_workbook(file).worksheets[0]
    assert sheet.title == CODE
    assert sheet.freeze_panes == "A2"
    headings, *rows = sheet.iter_rows(values_only=True)
    assert not [value for row in rows for value in row if isinstance(value, str) and re.match(r"[=+@]", value)]
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]
