"""What a cadre does in the browser: first sign-in, reading to the end, a quiz with the line lost in the middle."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Error, Locator, Page, expect

from tests.e2e.walker import Walker

#: Notes every word that the page says about saving.
LISTEN = """() => {
  const place = document.querySelector("[data-saved]");
  window.heard = [];
  new MutationObserver(() => heard.push(place.textContent)).observe(place, {childList: true, subtree: true});
}"""


def sign_in_first(cadre: Walker, code: str, password: str) -> None:
    """Sign in with the code of the slip and a password of one's own."""
    cadre.open("/")
    cadre.follow("Tôi có mã dùng một lần")
    cadre.fill({"Mã dùng một lần": code.lower(), "Mật khẩu mới": password, "Nhập lại mật khẩu mới": password})
    cadre.press("Đặt mật khẩu và đăng nhập")
    cadre.told("Đã đặt mật khẩu.")


def go_to_class(cadre: Walker, title: str) -> None:
    """Go to the class by the list of one's own."""
    cadre.turn_to("Lớp của tôi")
    cadre.follow("Vào lớp học", within=cadre.page.get_by_role("article").filter(has_text=title))


def read_course(cadre: Walker) -> int:
    """Read the course that comes next to the end, and return how many modules it has."""
    cadre.follow(re.compile("Bắt đầu học|Học tiếp"))
    further = cadre.page.get_by_role("button", name="Đã học xong, sang bài sau")
    read = 1
    while further.is_visible():
        cadre.press("Đã học xong, sang bài sau")
        read += 1
    cadre.press("Đã học xong")
    cadre.told("Đã học xong bài cuối của khóa học này.")
    return read


def saying(page: Page) -> Locator:
    """Return the line that says what is saved."""
    return page.locator("[data-saved]")


def choose(cadre: Walker, question: str, answer: str) -> None:
    """Choose an answer."""
    group = cadre.page.get_by_role("group", name=question)
    group.get_by_role("radio", name=answer, exact=True).check()


def begin_quiz(cadre: Walker) -> None:
    """Begin the quiz on show."""
    cadre.press("Bắt đầu làm bài")


def answer_offline(cadre: Walker, question: str, answers: tuple[str, ...]) -> list[str]:
    """Lose the line, answer and change one's mind, and return what the page said of saving meanwhile."""
    page = cadre.page
    page.evaluate(LISTEN)
    page.context.set_offline(True)
    for answer in answers:
        choose(cadre, question, answer)
        expect(saying(page)).to_have_text("Chưa gửi: 1 câu")
    expect(page.get_by_text("Mất kết nối. Câu trả lời vẫn được giữ trên máy này")).to_be_visible()
    heard: list[str] = page.evaluate("heard")
    return heard


def come_back(cadre: Walker) -> None:
    """Get the line back; what was answered meanwhile goes to the server by itself."""
    cadre.page.context.set_offline(False)
    expect(saying(cadre.page)).to_contain_text("Đã lưu lúc")
    expect(cadre.page.get_by_text("Mất kết nối. Câu trả lời vẫn được giữ")).to_be_hidden()


def check_in(cadre: Walker, code: str) -> None:
    """Type the code on the wall; the page sends it by itself at the sixth digit."""
    with cadre.going():
        cadre.fill({"Sáu chữ số trên màn hình": code})
    expect(cadre.page.get_by_role("main")).to_contain_text("Đã điểm danh lúc")


def hand_in(cadre: Walker) -> None:
    """Hand in, being asked once."""
    cadre.page.get_by_role("main").get_by_role("button", name="Nộp bài").first.click()
    dialog = cadre.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Đã trả lời tất cả các câu.")
    cadre.press("Nộp bài", within=dialog)


def lose_the_line(cadre: Walker) -> None:
    """Lose the line and the page with it, then begin again at the first page."""
    cadre.page.context.set_offline(True)
    with pytest.raises(Error):
        cadre.page.reload()
    cadre.page.context.set_offline(False)
    cadre.open("/")
