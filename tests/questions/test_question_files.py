"""Question files: what people write is read, and what is wrong with it is named with its line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from training.catalog.course_folder import CourseFolder
from training.catalog.rules.citations import Citation
from training.questions.kinds import KINDS
from training.questions.question_files import CategoryText, QuestionText, read_categories

FRONT = "---\ncategory: Khái niệm\n---\n"
TAIL = "\nGiải thích: Vì thế.\nNguồn: luat-1, Điều 2\n"
SINGLE = "## Câu 1 {#mot}\nLoại: một đáp án\n\nHỏi gì?\n\n- (x) A\n- ( ) B\n" + TAIL


def folder_with(tmp_path: Path, **texts: str) -> CourseFolder:
    (tmp_path / "questions").mkdir()
    for name, text in texts.items():
        (tmp_path / "questions" / f"{name}.md").write_text(text, encoding="utf-8")
    return CourseFolder(tmp_path)


def read(tmp_path: Path, text: str) -> tuple[CategoryText, list[tuple[int, str]]]:
    folder = folder_with(tmp_path, a=FRONT + text)
    (category,) = read_categories(folder, keys={"luat-1"})
    return category, [(fault.line, fault.text) for fault in folder.faults]


def only(tmp_path: Path, text: str) -> QuestionText:
    category, faults = read(tmp_path, text)
    assert faults == []
    (question,) = category.questions
    return question


def test_a_question_is_read_with_all_its_parts(tmp_path: Path) -> None:
    question = only(
        tmp_path,
        "\n## Câu 7 {#ten-ngan}\nLoại: Một đáp án\nĐiểm: 0,5\n\nĐoạn **một**.\n\nNguồn nào?\n\n- (X) A\n  và a\n"
        "  Phản hồi: Đúng\n  rồi\n- ( ) Cả hai {cố định}\n\nGiải thích: Vì\nthế.\n\nVà thế.\n"
        "Nguồn: luat-1, Điều 2 [2016-01-01..]\nNguồn: luat-1\n",
    )
    assert (question.key, question.kind, question.mark, question.line) == (
        "ten-ngan",
        "single_choice",
        Decimal("0.5"),
        5,
    )
    assert question.stem == "Đoạn **một**.\n\nNguồn nào?"
    assert question.explanation == "Vì\nthế.\n\nVà thế."
    assert [str(citation) for citation in question.citations] == [
        "luat-1, Điều 2 [2016-01-01..]",
        str(Citation("luat-1")),
    ]
    first, second = KINDS["single_choice"].parse(question.raw)["options"]
    assert (first["markdown"], first["right"], first["feedback"]) == ("A và a", True, "Đúng rồi")
    assert (second["markdown"], second["right"], second["pinned"]) == ("Cả hai", False, True)


@pytest.mark.parametrize(
    ("text", "kind", "key_text"),
    [
        ("Loại: một đáp án\n\nHỏi?\n\n- ( ) A\n- (x) B\n", "single_choice", "B"),
        (
            "Loại: nhiều đáp án\nCách chấm: trừ phương án sai\n\nHỏi?\n\n* [x] A\n* [ ] B\n* [x] C\n",
            "multiple_choice",
            "A; C",
        ),
        (
            (
                "Loại: nhiều đáp án\nCách chấm: theo trọng số\n\nHỏi?\n\n- [x] A {trọng số 2,5} {cố định}\n- [x] B\n"
                "- [ ] C {cố định}{trọng số -1}\n"
            ),
            "multiple_choice",
            "A; B",
        ),
        ("Loại: đúng sai\n\nHỏi?\n\n- ( ) Đúng\n- (x) Sai\n", "true_false", "False"),
        ("Loại: đúng/sai\n\nHỏi?\n\n- ( ) sai\n- (x) đúng\n", "true_false", "True"),
        (
            "Loại: trả lời ngắn\n\nHỏi?\n\nĐáp án: 4 | bốn\nSo khớp: phân biệt hoa thường, phân biệt dấu\n",
            "short_answer",
            "4; bốn",
        ),
        (
            (
                "Loại: tự luận\n\nHỏi?\n\nHướng dẫn: Ngắn.\n- Ba ý.\nSố từ: 10..20\nTiêu chí:\n"
                "- 2,5 điểm | Đủ ý | Nêu đúng\n  - 1 điểm | Thiếu\n- 1 | Rõ\n"
            ),
            "essay",
            "Đủ ý (2.5); Rõ (1)",
        ),
    ],
)
def test_each_kind_is_read_from_its_lines(tmp_path: Path, text: str, kind: str, key_text: str) -> None:
    question = only(tmp_path, f"## Câu 1 {{#mot}}\n{text}{TAIL}")
    assert question.kind == kind
    assert KINDS[kind].key_text(KINDS[kind].parse(question.raw)) == key_text


HEAD = "## Câu 1 {#mot}\n"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 4, "no questions"),
        ("Mở đầu\n\n" + SINGLE, 4, "begins with a heading"),
        (SINGLE.replace(" {#mot}", ""), 4, "needs a key"),
        (SINGLE.replace("#mot", "#Một"), 4, "small letters"),
        (SINGLE + "\n" + SINGLE, 15, "given already at questions/a.md:4"),
        (SINGLE.replace("Loại: một đáp án\n", ""), 4, "Loại:"),
        (SINGLE.replace("một đáp án", "nối"), 5, "Loại:"),
        (SINGLE.replace("- (x) A", "- [x] A"), 9, "- (x)"),
        (SINGLE.replace("Loại:", "Điểm: 0\nLoại:"), 5, "mark"),
        (SINGLE.replace("Loại:", "Điểm: nhiều\nLoại:"), 5, "mark"),
        (SINGLE.replace("Hỏi gì?", ""), 4, "no words"),
        (SINGLE.replace("Giải thích: Vì thế.", ""), 4, "explanation"),
        (SINGLE.replace("Nguồn: luat-1, Điều 2", ""), 4, "source"),
        (SINGLE.replace("luat-1", "luat-2"), 13, "no document"),
        (SINGLE.replace("Điều 2", "Điều 2 [2016-01-01]"), 13, "days"),
        (SINGLE.replace("Điều 2", "Điều 2 [2016-02-30..]"), 13, "no such day"),
        (SINGLE.replace("(x)", "( )"), 9, "No option"),
        (SINGLE.replace("( )", "(x)"), 9, "2 options are marked"),
        (SINGLE.replace("- ( ) B\n", ""), 9, "2 to 26"),
        (SINGLE.replace("( ) B", "( )"), 10, "empty"),
        (SINGLE.replace("( ) B", "( ) A"), 10, "same words"),
        (SINGLE.replace("- ( ) B", "- ( ) B\nThêm"), 11, "belongs to no part"),
        (SINGLE + "- ( ) C\n", 14, "before the explanation"),
        (SINGLE + "Thêm\n", 14, "belongs to no part"),
        (SINGLE + "Điểm: 2\n", 14, "directly below"),
        (SINGLE + "Giải thích: Lại\n", 14, "twice"),
        (SINGLE + "Đáp án: A\n", 14, "does not belong"),
        (SINGLE.replace("Hỏi gì?", "Hỏi\n<b>gì</b>?"), 8, "HTML"),
        (SINGLE.replace("Hỏi gì?", "Hỏi\n\n![Sơ đồ](media/x.png)"), 9, "no picture"),
        (SINGLE.replace("( ) B", "( ) ![B](media/x.png)"), 10, "no picture"),
        (SINGLE.replace("Vì thế.", "Vì\n[thế](http://a.vn)"), 13, "https"),
        (SINGLE.replace("Hỏi gì?", "Hỏi" + "[" * 501), 7, "brackets"),
        (HEAD + "Loại: đúng sai\n\nHỏi?\n\n- (x) Có\n- ( ) Không\n" + TAIL, 9, "exactly"),
        (HEAD + "Loại: trả lời ngắn\n\nHỏi?\n" + TAIL, 4, "accepted answer"),
        (HEAD + "Loại: trả lời ngắn\n\nHỏi?\n\nĐáp án: | \n" + TAIL, 9, "accepted answer"),
        (HEAD + "Loại: trả lời ngắn\n\nHỏi?\n\n- (x) A\n\nĐáp án: a\n" + TAIL, 9, "no options"),
        (HEAD + "Loại: trả lời ngắn\n\nHỏi?\n\nĐáp án: a\nSo khớp: đại khái\n" + TAIL, 10, "unknown"),
        (HEAD + "Loại: nhiều đáp án\nCách chấm: nhẹ\n\nHỏi?\n\n- [x] A\n- [ ] B\n" + TAIL, 6, "rule"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    _category, faults = read(tmp_path, text)
    assert [(number, words in said) for number, said in faults if words in said] == [(line, True)], faults


def test_all_faults_are_named_at_once_and_the_rest_is_read(tmp_path: Path) -> None:
    bad = "## Câu 2\nLoại: gì đó\n\n- (x) A\n- (x) A\n"
    category, faults = read(tmp_path, SINGLE + "\n" + bad + "\n" + SINGLE.replace("#mot", "#ba"))
    assert [question.key for question in category.questions] == ["mot", "ba"]
    assert category.keys == ("mot", "", "ba")
    assert len(faults) == 5


def test_a_stem_may_hold_lists_tables_and_words_with_a_colon(tmp_path: Path) -> None:
    stem = (
        "Điều sau đây: đúng không?\n\nĐiểm: là chữ trong câu hỏi\n\n- ý một\n- ý hai\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    )
    assert only(tmp_path, SINGLE.replace("Hỏi gì?", stem)).stem == stem


def test_categories_come_in_the_order_of_their_files_and_stand_in_one_each(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, b=FRONT + SINGLE, a=FRONT + SINGLE.replace("#mot", "#hai"))
    found = list(read_categories(folder, keys={"luat-1"}))
    assert [category.file for category in found] == ["questions/a.md", "questions/b.md"]
    assert [(fault.file, fault.line) for fault in folder.faults] == [("questions/b.md", 2)]


def test_a_file_with_another_name_is_named(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, Ảnh=FRONT + SINGLE)
    (tmp_path / "questions" / "b.txt").write_text("x")
    assert list(read_categories(folder, keys=set())) == []
    assert [fault.line for fault in folder.faults] == [0, 0]
