"""What organisers do in the browser before a class: sign in, import people, hand out a code, write a course."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.walker import Walker

LESSON = """## Mỗi hộ một lời hứa

Khu dân cư **tự bàn, tự làm** những việc của mình.

!!! note "Ghi nhớ"
    Bàn trước, làm sau, công khai kết quả.

| Việc | Ai bàn |
| --- | --- |
| Giữ đường sạch | Các hộ trong khu |
"""
QUESTION = "Ai bàn việc của khu dân cư?"
OPTIONS = {"Người dân trong khu": True, "Khu bên cạnh": False, "Không ai": False}
STATEMENT = "Kết quả việc chung phải được công khai."
REASON = "Việc chung làm xong thì mọi hộ được biết kết quả."


def sign_in(walker: Walker, name: str, password: str) -> None:
    """Sign in with a password on the page that asks for it."""
    walker.open("/sign-in")
    walker.fill({"Số điện thoại hoặc mã cán bộ": name, "Mật khẩu": password})
    walker.press("Đăng nhập")


def upload_people(staff: Walker, file: Path) -> None:
    """Upload a list of cadres, as far as its preview."""
    staff.turn_to("Cán bộ")
    staff.follow("Nhập danh sách")
    staff.page.locator("input[type=file]").set_input_files(file)
    staff.press("Xem trước")


def count_on_tab(staff: Walker, tab: str) -> int:
    """Return the number that a tab of the preview shows."""
    words = staff.page.get_by_role("navigation", name="Các dòng hiển thị").get_by_text(re.compile(rf"^{tab}\s"))
    found = re.search(r"\((\d+)\)", words.inner_text())
    assert found
    return int(found[1])


def confirm_people(staff: Walker, count: int) -> None:
    """Take over the people of the preview."""
    staff.press(f"Thêm {count} cán bộ")
    staff.told(f"Đã thêm {count} cán bộ.")


def hand_out_code(staff: Walker, name: str, phone: str) -> str:
    """Find a person by phone number and return the one-time code on the slip issued."""
    staff.open(f"/people?q={phone}")
    staff.follow(name)
    staff.follow("Tài khoản và vai trò")
    staff.press("Cấp mã dùng một lần")
    expect(staff.page.get_by_role("listitem").filter(has_text=name)).to_be_visible()
    return staff.page.locator(".slip-code").inner_text()


def make_course(staff: Walker, title: str) -> None:
    """Make a course; it has nothing in it yet."""
    staff.turn_to("Khóa học")
    staff.follow("Tạo khóa học")
    staff.fill({"Tên": title, "Mã": "KDC-01", "Thời lượng (tiết)": "2"})
    staff.page.get_by_label("Nghiệp vụ").check()
    staff.press("Tạo khóa học")
    staff.told("Đã tạo khóa học.")


def write_module(staff: Walker, title: str) -> None:
    """Write a module of the course on show, look at the preview, publish it."""
    staff.follow("Thêm bài")
    staff.fill({"Tên bài": title})
    staff.press("Soạn bài")
    staff.fill({"Nội dung (Markdown)": LESSON})
    preview = staff.page.get_by_role("region", name="Xem trước")
    expect(preview.get_by_role("heading", name="Mỗi hộ một lời hứa")).to_be_visible()
    expect(preview.get_by_text("Ghi nhớ")).to_be_visible()
    expect(preview.get_by_role("table")).to_be_visible()
    staff.press("Xuất bản")
    staff.told("Đã xuất bản bản 1")


def publish_course(staff: Walker, course: str) -> None:
    """Publish a course, so that classes can be held of it."""
    staff.turn_to("Khóa học")
    staff.follow(course)
    staff.press("Xuất bản khóa học")
    staff.told("Đã xuất bản khóa học")


def write_questions(staff: Walker, course: str) -> None:
    """Put a single choice and a statement to judge into the question bank of the course."""
    staff.turn_to("Khóa học")
    staff.follow(course)
    staff.follow("Ngân hàng câu hỏi")
    _begin_question(staff, "Một đáp án", QUESTION)
    for place, (words, right) in enumerate(OPTIONS.items()):
        row = staff.page.locator("[data-row]").nth(place)
        row.get_by_label("Phương án", exact=True).fill(words)
        row.get_by_label("Đúng", exact=True).set_checked(right)
    _save_question(staff)
    staff.follow("Ngân hàng câu hỏi", within=staff.page.get_by_role("navigation", name="Đường dẫn tới trang này"))
    _begin_question(staff, "Đúng hay sai", STATEMENT)
    staff.page.get_by_role("group", name="Nhận định này").get_by_label("Đúng", exact=True).check()
    _save_question(staff)


def _begin_question(staff: Walker, kind: str, stem: str) -> None:
    staff.follow("Viết câu hỏi")
    staff.follow(kind)
    staff.fill({"Câu hỏi": stem, "Giải thích": REASON, "Nhóm câu hỏi": "Tự quản"})


def _save_question(staff: Walker) -> None:
    staff.press("Lưu câu hỏi")
    staff.told("Câu hỏi đã có trong ngân hàng.")


def make_quiz(staff: Walker, course: str, title: str) -> None:
    """Make a quiz of twenty minutes, of one question found by its words and one drawn, that explains itself."""
    staff.turn_to("Khóa học")
    staff.follow(course)
    staff.follow("Bài kiểm tra")
    staff.follow("Tạo bài kiểm tra")
    staff.fill({"Tìm câu hỏi theo từ hoặc khóa": "công khai"})
    staff.press("Tìm")
    staff.press(re.compile(r"^Thêm: "))
    staff.fill({"Tìm câu hỏi theo từ hoặc khóa": "khu dan cu"})
    staff.press("Tìm")
    staff.press(re.compile(r"^Thêm: "))
    staff.fill({"Tên": title, "Thời gian làm bài (phút)": "20", "Mức đạt, phần trăm": "50"})
    for shown in ("Đáp án đúng", "Lời giải thích"):
        for phase in ("Trong 2 phút sau khi nộp", "Sau đó, khi bài còn mở"):
            staff.page.get_by_label(f"{phase}: {shown}").check()
    staff.press("Lưu bài kiểm tra")
    staff.press("Xuất bản bài kiểm tra")
    staff.told("Đã xuất bản bài kiểm tra")
