"""An official list as DOCX, in the style of Decree 30/2020/NĐ-CP or of Guidance 36-HD/VPTW, each issuer in its own."""

from __future__ import annotations

import importlib
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from lxml import etree

from training.reporting.printing.wordml import (
    NAMESPACE,
    Look,
    cell,
    page_number,
    paragraph,
    paragraphs,
    row,
    rule,
    table,
)

_TWIP = 1440 / 25.4
_A4 = (210, 297)
_MARGINS = {"top": 20, "bottom": 20, "left": 30, "right": 15}
_WORD_STYLES = "docx"


def docx_of(content: dict[str, Any], *, at: datetime) -> bytes:
    """Return the document of `content` (rules.documents) as DOCX; `at` is written into the file as its date."""
    width, height = reversed(_A4) if content["landscape"] else _A4
    room = _twips(width - _MARGINS["left"] - _MARGINS["right"])
    return written(
        "".join(_body(content, room)), page=(width, height), mark=_mark(content), title=content["title"], at=at
    )


def _mark(content: dict[str, Any]) -> str:
    return str(content["draft_word"]) if content["draft"] else ""


#: Stands in a body where the next picture goes.
PICTURE = "<w:p/>"


def written(
    body: str, *, page: tuple[int, int], mark: str, title: str, at: datetime, pictures: Sequence[bytes] = ()
) -> bytes:
    """Return a DOCX file of paragraphs and tables on a page of a size in mm; `mark` stands at the head of each page.

    Each `pictures`, a PNG, takes the place of one PICTURE of the body.
    """
    # Loaded when first wanted: it takes 24 MB, and most processes write no document.
    document = importlib.import_module(_WORD_STYLES).Document()
    section = document.sections[0]
    mm = importlib.import_module("docx.shared").Mm
    section.page_width, section.page_height = mm(page[0]), mm(page[1])
    if page[0] > page[1]:
        section.orientation = 1
    for side, size in _MARGINS.items():
        setattr(section, f"{side}_margin", mm(size))
    section.header_distance = mm(10)
    section.different_first_page_header_footer = True
    _head(section.first_page_header, _words_of_mark(mark))
    _head(section.header, f"{_centred(page_number())}{_words_of_mark(mark)}")
    document = _filled(document, body)
    for picture in pictures:
        _place(document, picture, mm(155))
    core = document.core_properties
    core.title, core.author, core.created, core.modified = title[:250], "", at, at
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _filled(document: Any, body: str) -> Any:
    """Return the document with `body` before the properties of its section.

    It is read with all around it: a long table that is moved in from a tree of its own takes a hundred times as long.
    """
    for old in list(document.element.body)[:-1]:
        document.element.body.remove(old)
    head, start, rest = etree.tostring(document.element, encoding="unicode").partition("<w:body>")
    document.part._element = importlib.import_module("docx.oxml").parse_xml(f"{head}{start}{body}{rest}")
    return document.part.document


def _place(document: Any, picture: bytes, width: Any) -> None:
    """Put a picture in place of the first empty paragraph that waits for one."""
    waiting = next(one for one in document.element.body if one.tag.endswith("}p") and not len(one))
    document.add_picture(io.BytesIO(picture), width=width)
    waiting.getparent().replace(waiting, document.paragraphs[-1]._element)


def _head(header: Any, content: str) -> None:
    header.is_linked_to_previous = False
    for old in list(header._element):
        header._element.remove(old)
    for new in _parsed(content or paragraph("", Look())):
        header._element.append(new)


def _words_of_mark(mark: str) -> str:
    return paragraph(mark, Look(11, bold=True, align="right")) if mark else ""


def _centred(content: str) -> str:
    return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{content}</w:p>'


def _parsed(content: str) -> list[Any]:
    return list(etree.fromstring(f'<w:x xmlns:w="{NAMESPACE}">{content}</w:x>'))


def _twips(mm: float) -> int:
    return round(mm * _TWIP)


def _is_party(issuer: dict[str, Any]) -> bool:
    return bool(issuer["style"] == "party")


def _body(content: dict[str, Any], room: int) -> Iterator[str]:
    lead = content["issuers"][content["lead"]]
    yield from _heads(content, lead, room)
    yield paragraph("", Look(6))
    yield paragraph(content["title"].upper(), Look(16 if _is_party(lead) else 14, bold=True, align="center"))
    if content["subject"]:
        yield paragraph(content["subject"], Look(14, bold=True, align="center"))
        yield rule(_twips(32), width=room, after=8)
    body = Look(14 if _is_party(lead) else 13, align="both", after=6)
    yield paragraph(content["basis"], body) if content["basis"] else ""
    yield _list(content, room)
    if content["closing"]:
        yield paragraph(content["closing"], Look(body.size, italic=True, before=6, after=6, keep_next=True))
    yield from _signatures(content, lead, room)


def _heads(content: dict[str, Any], lead: dict[str, Any], room: int) -> Iterator[str]:
    place = paragraph(content["place_and_date"], Look(14, italic=True, align="center", before=2))
    if len(content["issuers"]) == 1:
        left, right = round(room * 0.41), room - round(room * 0.41)
        cells = [cell(_agency(lead, left), left), cell(_national(lead, right) + place, right)]
        yield table([left, right], [row(cells)], ruled=False)
        return
    yield _national(lead, room)
    half = room // 2
    yield table([half, half], [row(cell(_agency(one, half), half) for one in content["issuers"])], ruled=False)
    yield paragraph(content["place_and_date"], Look(14, italic=True, align="right", before=4))


def _national(issuer: dict[str, Any], width: int) -> str:
    if _is_party(issuer):
        return paragraph("ĐẢNG CỘNG SẢN VIỆT NAM", Look(15, bold=True, underlined=True, align="center"))
    return (
        paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Look(12, bold=True, align="center"))
        + paragraph("Độc lập - Tự do - Hạnh phúc", Look(14, bold=True, align="center"))
        + rule(_twips(53), width=width)
    )


def _agency(issuer: dict[str, Any], width: int) -> str:
    size = 14 if _is_party(issuer) else 13
    above = paragraph(issuer["above"].upper(), Look(size, align="center")) if issuer["above"] else ""
    name = paragraph(issuer["name"].upper(), Look(size, bold=True, align="center"))
    under = paragraph("*", Look(size, align="center")) if _is_party(issuer) else rule(_twips(21), width=width)
    number = ("Số " if _is_party(issuer) else "Số: ") + issuer["number"]
    return above + name + under + paragraph(number, Look(size, align="center"))


def _list(content: dict[str, Any], room: int) -> str:
    columns = content["columns"]
    whole = sum(column["width"] for column in columns)
    widths = [round(room * column["width"] / whole) for column in columns]
    size = 11 if content["landscape"] or len(columns) > 7 else 12
    head = Look(_head_size(len(columns), size), bold=True, align="center", before=2, after=2)
    rows = [
        row(
            (cell(paragraph(c["heading"], head), w, middle=True) for c, w in zip(columns, widths, strict=True)),
            header=True,
        )
    ]
    looks = [Look(size, align=column["align"], before=2, after=2) for column in columns]
    rows += [_row(one, widths, looks) for one in content["rows"]]
    return table(widths, rows, ruled=True)


def _head_size(columns: int, size: int) -> float:
    """Return the size of headings in points: many columns are narrow, and a date must still fit in one line."""
    if columns > 20:
        return 7
    return 8.5 if columns > 12 else size


def _row(one: dict[str, Any], widths: Sequence[int], looks: Sequence[Look]) -> str:
    if one["kind"] == "line":
        filled = zip(one["cells"], widths, looks, strict=True)
        return row(cell(paragraph(text, look), width) for text, width, look in filled)
    look = Look(looks[0].size, bold=True, italic=one["kind"] == "subtotal", before=2, after=2)
    return row([cell(paragraph(one["text"], look), sum(widths), span=len(widths))])


def _signatures(content: dict[str, Any], lead: dict[str, Any], room: int) -> Iterator[str]:
    half = room // 2
    recipients = _recipients(content["recipients"])
    if len(content["issuers"]) == 1:
        block = cell(recipients or paragraph("", Look()), half) + cell(_signature(lead), half)
        yield table([half, half], [row([block])], ruled=False)
        return
    signed = row(cell(_above_the_name(one), half) for one in content["issuers"])
    names = row(cell(_name(one), half) for one in content["issuers"])
    yield table([half, half], [signed, names], ruled=False)
    yield paragraph("", Look(8)) + recipients


def _signature(issuer: dict[str, Any]) -> str:
    return _above_the_name(issuer) + _name(issuer)


def _above_the_name(issuer: dict[str, Any]) -> str:
    return paragraphs(issuer["signature"], Look(13, bold=True, align="center", keep_next=True)) + paragraph(
        "", Look(13, before=54, keep_next=True)
    )


def _name(issuer: dict[str, Any]) -> str:
    return paragraph(issuer["signer"], Look(14, bold=True, align="center"))


def _recipients(lines: Sequence[str]) -> str:
    if not lines:
        return ""
    label = paragraph("Nơi nhận:", Look(12, bold=True, italic=True))
    return label + paragraphs((f"- {line}" for line in lines), Look(11))
