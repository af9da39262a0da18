"""Markdown is turned into HTML that is right and of one shape."""

from __future__ import annotations

import re

import pytest

from training.core import markup, markup_source
from training.core.errors import Invalid
from training.core.markup import Dropped, find_html, plain, render, render_inline

PICTURES = {"media/x.png": "/media/1/x.png", "media/tờ rơi.pdf": "/media/2/to-roi.pdf"}


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "&#106;avascript:alert(1)",
        "java\tscript:alert(1)",
        "\u00a0javascript:alert(1)",
        "data:text/html,x",
        "http://mattran.org.vn",
        "//evil.vn",
        "/\\evil.vn",
        "https:evil.vn",
        "https://baohiem.vn@evil.vn",
        "/signout",
        "media/none.png",
        "#nowhere",
        "ftp://a.vn/x",
        "https://a.vn/" + "x" * 2000,
    ],
)
def test_a_link_that_is_not_https_or_of_the_text_is_dropped_and_named(address: str) -> None:
    made = render(f"[Văn bản](<{address}>)", media=PICTURES.get)
    assert made.html == "<p>Văn bản</p>"
    assert [d.what for d in made.dropped] in (["link"], ["anchor"])


@pytest.mark.parametrize(
    "address", ["https://evil.vn/x.png", "//evil.vn/x.png", "media/none.png", "/x.png", "data:image/png;base64,AA=="]
)
def test_a_picture_that_is_not_of_the_text_leaves_its_description(address: str) -> None:
    made = render(f"![Sơ đồ]({address})", media=PICTURES.get)
    assert made.html == "<p>Sơ đồ</p>"
    assert made.dropped == (Dropped("picture", address),)


def test_an_address_from_the_resolver_must_be_a_path_of_this_site() -> None:
    assert "<img" not in render("![x](media/x.png)", media=lambda _name: "//evil.vn/x.png").html


def test_own_pictures_and_files_are_resolved() -> None:
    text = "![Sơ đồ](media/x.png) [Tờ rơi](<media/tờ rơi.pdf>) [như trên](media/t%E1%BB%9D%20r%C6%A1i.pdf)"
    made = render(text, media=PICTURES.get)
    assert '<img alt="Sơ đồ" loading="lazy" src="/media/1/x.png">' in made.html
    assert made.html.count('href="/media/2/to-roi.pdf"') == 2
    assert made.dropped == ()


def test_links_to_other_sites_tell_them_nothing() -> None:
    html = render("[Luật](https://vanban.vn/a?b=1&c=2)").html
    assert html == '<p><a href="https://vanban.vn/a?b=1&amp;c=2" rel="noopener noreferrer">Luật</a></p>'


def test_raw_html_is_shown_as_typed() -> None:
    shown = "<p>&lt;b&gt;x&lt;/b&gt; &amp; &lt;script&gt;1&lt;/script&gt;</p>"
    assert render("<b>x</b> & <script>1</script>").html == shown


def test_raw_html_is_found_with_its_line() -> None:
    text = "a < b\n<br> `<i>` <https://x.vn>\n\n<!-- x -->"
    assert list(find_html(text)) == [(2, "<br>"), (4, "<!--")]


@pytest.mark.parametrize(
    ("source", "levels"),
    [
        ("# a\n\n## b\n\n# c", [2, 3, 2]),
        ("## a\n\n### b", [2, 3]),
        ("#### a", [2]),
        ("## a\n\n##### b\n\n## c", [2, 3, 2]),
        ("# 1\n\n## 2\n\n### 3\n\n#### 4\n\n##### 5\n\n###### 6", [2, 3, 4, 5, 6, 6]),
    ],
)
def test_headings_begin_below_the_title_of_the_page_and_skip_no_level(source: str, levels: list[int]) -> None:
    assert [heading.level for heading in render(source).headings] == levels


def test_headings_are_listed_with_ids_that_fold_vietnamese() -> None:
    first, second, third = render("## Đặc điểm & *vai trò*[^1]\n\n## Ý\n\n## ý\n\n[^1]: x").headings
    assert (first.id, first.text) == ("m-dac-diem-vai-tro", "Đặc điểm & vai trò")
    assert (second.id, third.id) == ("m-y", "m-y-2")


def test_an_id_of_the_author_is_prefixed_and_can_be_linked_to() -> None:
    made = render("## Mở đầu {#login onclick=x style=y .btn}\n\n[lên trên](#login)")
    assert made.html == '<h2 id="m-login">Mở đầu</h2>\n<p><a href="#m-login">lên trên</a></p>'


def test_texts_on_one_page_can_have_prefixes_of_their_own() -> None:
    html = render("x[^1]\n\n[^1]: y", prefix="q7-").html
    assert 'id="q7-fn:1"' in html
    assert 'href="#q7-fnref:1"' in html
    assert '"m-' not in html


def test_footnotes_link_both_ways_whatever_they_are_called() -> None:
    html = render("x[^Ghi chú] y[^ghi chu]\n\n[^Ghi chú]: a\n\n[^ghi chu]: b").html
    ids = re.findall(r'id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 4
    assert sorted(re.findall(r'href="#([^"]+)"', html)) == sorted(ids)


def test_a_table_scrolls_in_a_named_box_and_aligns_by_class() -> None:
    html = render("| Việc | Hạn |\n|:-:|--:|\n| Họp | 3 |").html
    assert html.startswith('<div aria-label="Bảng: Việc, Hạn" class="table-wrap" role="region" tabindex="0"><table>')
    assert '<th class="align-center" scope="col">Việc</th>' in html
    assert '<td class="align-right">3</td>' in html
    assert "style" not in html


def test_a_box_has_a_known_look_or_a_plain_one() -> None:
    title = '<div class="admonition {}">\n<p class="admonition-title">{}</p>\n<p>x</p>\n</div>'
    assert render('!!! note "Ghi nhớ"\n    x').html == title.format("note", "Ghi nhớ")
    assert render("!!! tip\n    x").html == title.format("tip", "Gợi ý")
    assert render("!!! button\n    x").html == '<div class="admonition">\n<p>x</p>\n</div>'


def words_of(source: str) -> str:
    return re.sub(r"\s+", "", render(source).html)


@pytest.mark.parametrize(
    ("source", "same_as"),
    [
        ("Gồm:\n- a\n- b", "Gồm:\n\n- a\n- b"),
        ("- a\n  - b\n    - c\n- d", "- a\n    - b\n        - c\n- d"),
        ("1. a\n   - b\n2. c", "1. a\n    - b\n2. c"),
        ("1) a\n2) b", "1. a\n2. b"),
        ("- a\n\n  tiếp", "- a\n\n    tiếp"),
        ("- a\n## B\n- c", "- a\n\n## B\n\n- c"),
        ("Bảng:\n| a | b |\n|---|---|\n| 1 | 2 |", "Bảng:\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
        ("a)\n\na) x\nb) y\nđ) z", "a)\n\na) x  \nb) y  \nđ) z"),
    ],
)
def test_lists_and_tables_are_read_as_people_write_them(source: str, same_as: str) -> None:
    assert words_of(source) == words_of(same_as)


@pytest.mark.parametrize("source", ["Năm\n2023. Rồi", "a - b\n-5 độ", "**- x**", "---", "a | b"])
def test_what_only_looks_like_a_list_or_table_is_left_alone(source: str) -> None:
    assert not re.search(r"<(ul|ol|table)", render(source).html)


@pytest.mark.parametrize(
    "source", ["**Luật An ninh mạng**, và", "của**Mặt trận**Tổ quốc", '**"Ngày hội"** lớn', "(**Điều 1**)"]
)
def test_emphasis_works_beside_vietnamese_letters_and_marks(source: str) -> None:
    assert "<strong>" in render(source).html


def test_words_and_minutes_are_counted() -> None:
    made = render("## Ba chữ này\n\n" + "chữ " * 178)
    assert (made.words, made.minutes) == (181, 2)
    assert render("").minutes == 0


def test_plain_text_has_a_line_for_each_block_and_no_footnote_marks() -> None:
    assert plain(render("## A\n\nb &amp; *c*[^1]\n\n- d\n\n[^1]: e").html) == "A\nb & c\nd\ne"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("**a** `b`", "<strong>a</strong> <code>b</code>"),
        ("# a", "# a"),
        ("- a", "- a"),
        ("1. a", "1. a"),
        ("a\n\nb", "a b"),
        ("[a](https://x.vn)", "a"),
        ("![a](media/x.png)", '<img alt="a" src="/media/1/x.png">'),
        ("5 < 6 & 7", "5 &lt; 6 &amp; 7"),
        ("", ""),
    ],
)
def test_an_option_is_one_line_without_blocks_or_links(source: str, html: str) -> None:
    assert render_inline(source, media=PICTURES.get) == html


LIMITS = {
    "bytes": "ế" * (markup_source.MAX_BYTES // 3 + 1),
    "brackets on a line": "[" * 501,
    "brackets in a paragraph": ("[" * 100 + "\n") * 11,
    "brackets in all": ("[" * 100 + "\n\n") * 31,
    "emphasis in a paragraph": "_*" * 2001,
    "emphasis in all": ("_*" * 100 + "\n\n") * 101,
    "footnotes": "[^1] x\n\n" * 601,
    "cells": "|a" * 60 + "|\n" + "|-" * 60 + "|\n" + "|\n" * 590,
    "lines": "a\n\n" * 3001,
    "lines without an empty one": "a\n" * 601,
    "levels": "> " * 9 + "a",
    "levels of lists": "1. - * " * 3 + "a",
    "reference": "[1]: https://a.vn/" + "x" * 2000,
    "references": "[1]: https://a.vn/" + "x" * 1900 + "\n\n" + ("[a][1] " * 60 + "\n\n") * 10,
    "nesting": "\n".join("    " * i + "- a" for i in range(300)),
    "control characters": "a\x00b",
    "half a character": "a\ud800b",
}


@pytest.mark.parametrize("source", LIMITS.values(), ids=LIMITS.keys())
def test_what_would_exhaust_the_parser_is_refused_in_words(source: str) -> None:
    with pytest.raises(Invalid) as refusal:
        render(source)
    assert refusal.value.field == "text"
    assert refusal.value.text.endswith(".")


def test_a_long_text_for_reading_is_far_from_the_limits() -> None:
    section = (
        "## Mục\n\n" + "**Điều 1.** Mặt trận[^1] là *liên minh* chính trị. " * 8 + "\n\n- a\n- b [x](https://a.vn)\n\n"
    )
    assert render(section * 60 + "\n\n[^1]: Luật.").words > 4000


def test_the_version_of_the_rules_is_a_whole_number() -> None:
    assert markup.RENDER_VERSION >= 1
