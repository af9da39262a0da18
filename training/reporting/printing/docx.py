"""An official list as DOCX, in the style of Decree 30/2020/NĐ-CP or of Guidance 36-HD/VPTW, each issuer in its own."""

from __future__ import annotations

import importlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from lxml import etree

from training.core.sheets.sheet import writable
from training.reporting.printing.dressing import ALONE
from training.reporting.printing.wordml import (
    NAMESPACE,
    Look,
    cell,
    page_head,
    paragraph,
    paragraphs,
    row,
    rule,
    table,
)
from training.reporting.rules.paper_layout import MARGINS

_TWIP = 1440 / 25.4
_WORD_STYLES = "docx"
#: So many lines at the end of a list stand on the page of the signatures.
_WITH_SIGNATURES = 2


def docx_of(content: dict[str, Any], *, at: datetime) -> bytes:
    """Return the document of a dressed `content` as DOCX; `at` is written into the file as its date."""
    width, height = content["page"]
    room = _twips(width - MARGINS["left"] - MARGINS["right"])
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
    for side, size in MARGINS.items():
        setattr(section, f"{side}_margin", mm(size))
    section.header_distance = mm(10)
    section.different_first_page_header_footer = True
    room = _twips(page[0] - MARGINS["left"] - MARGINS["right"])
    _head(section.first_page_header, page_head(mark, width=room, numbered=False))
    _head(section.header, page_head(mark, width=room))
    document = _filled(document, body)
    for picture in pictures:
        _place(document, picture, mm(155))
    core = document.core_properties
    core.title, core.author, core.created, core.modified = writable(title)[:250], "", at, at
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
    for new in _parsed(content):
        header._element.append(new)


def _parsed(content: str) -> list[Any]:
    return list(etree.fromstring(f'<w:x xmlns:w="{NAMESPACE}">{content}</w:x>'))


def _twips(mm: float) -> int:
    return round(mm * _TWIP)


def _is_party(issuer: dict[str, Any]) -> bool:
    return bool(issuer["style"] == "party")


def _body(content: dict[str, Any], room: int) -> Iterator[str]:
    lead = content["issuers"][content["lead"]]
    yield from heads(content, room)
    yield paragraph("", Look(6))
    yield paragraphs(content["title_lines"], Look(16 if _is_party(lead) else 14, bold=True, align="center"))
    if content["subject"]:
        yield paragraphs(content["subject_lines"], Look(14, bold=True, align="center"))
        yield rule(_twips(32), width=room, after=8)
    body = Look(14 if _is_party(lead) else 13, align="both", after=6, indent=10)
    yield from (paragraph(line, body) for line in content["basis"].splitlines())
    yield _list(content)
    if content["closing"]:
        yield paragraph(content["closing"], Look(body.size, italic=True, before=6, after=6, keep_next=True))
    yield from signatures(content, room)


def heads(content: dict[str, Any], room: int) -> Iterator[str]:
    """Yield who issues a paper, its number, place and date; two agencies stand side by side."""
    lead = content["issuers"][content["lead"]]
    place = paragraph(content["place_and_date"], Look(14, italic=True, align="center", before=2))
    if len(content["issuers"]) == 1:
        left, right = round(room * ALONE), room - round(room * ALONE)
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
    size = issuer["head_size"]
    above = paragraphs(issuer["above_lines"], Look(size, align="center"))
    name = paragraphs(issuer["name_lines"], Look(size, bold=True, align="center"))
    under = paragraph("*", Look(size, align="center")) if _is_party(issuer) else rule(_twips(21), width=width)
    number = ("Số " if _is_party(issuer) else "Số: ") + issuer["number"]
    return above + name + under + paragraph(number, Look(14 if _is_party(issuer) else 13, align="center"))


def _list(content: dict[str, Any]) -> str:
    columns = content["columns"]
    widths = [_twips(column["mm"]) for column in columns]
    rows = [_headings(content, widths)]
    looks = [Look(content["size"], align=column["align"], before=2, after=2) for column in columns]
    kept = _kept_together(content["rows"])
    rows += [
        _row(one, widths, [replace(look, keep_next=True) for look in looks] if number in kept else looks)
        for number, one in enumerate(content["rows"])
    ]
    return table(widths, rows, ruled=True)


def _headings(content: dict[str, Any], widths: Sequence[int]) -> str:
    look = Look(content["head_size"], bold=True, align="center", before=2, after=2)
    cells = (
        cell(paragraph(column["heading"], look), width, middle=True, turned=column["turned"])
        for column, width in zip(content["columns"], widths, strict=True)
    )
    return row(cells, header=True, height=_twips(content["head_height"]))


def _kept_together(rows: Sequence[dict[str, Any]]) -> set[int]:
    """Return the places of the rows that stay with the next: of groups, those before subtotals, and the last ones."""
    lines = [number for number, one in enumerate(rows) if one["kind"] == "line"]
    last = set(range(lines[-_WITH_SIGNATURES:][0], len(rows))) if lines else set()
    of_groups = {number for number, one in enumerate(rows) if one["kind"] == "group"}
    return last | of_groups | {number - 1 for number, one in enumerate(rows) if one["kind"] == "subtotal"}


def _row(one: dict[str, Any], widths: Sequence[int], looks: Sequence[Look]) -> str:
    if one["kind"] == "line":
        filled = zip(one["cells"], widths, looks, strict=True)
        return row(cell(paragraph(text, look), width) for text, width, look in filled)
    look = replace(looks[0], bold=True, italic=one["kind"] == "subtotal", align="left")
    return row([cell(paragraph(one["text"], look), sum(widths), span=len(widths))])


def signatures(content: dict[str, Any], room: int) -> Iterator[str]:
    """Yield who signs and who receives a paper, all on one page; two agencies sign side by side."""
    half = room // 2
    recipients = _recipients(content["recipients"])
    if len(content["issuers"]) == 1:
        block = cell(recipients or paragraph("", Look()), half) + cell(_signature(content["issuers"][0]), half)
        yield table([half, half], [row([block])], ruled=False)
        return
    signed = row(cell(_above_the_name(one), half) for one in content["issuers"])
    names = row(cell(_name(one), half) for one in content["issuers"])
    yield table([half, half], [signed, names], ruled=False)
    yield paragraph("", Look(8, keep_next=True)) + recipients if recipients else ""


def _signature(issuer: dict[str, Any]) -> str:
    return _above_the_name(issuer) + _name(issuer)


def _above_the_name(issuer: dict[str, Any]) -> str:
    return paragraphs(issuer["signature"], Look(13, bold=True, align="center", keep_next=True)) + paragraph(
        "", Look(13, before=54, keep_next=True)
    )


def _name(issuer: dict[str, Any]) -> str:
    return paragraph(issuer["signer"], Look(14, bold=True, align="center", keep_next=True))


def _recipients(lines: Sequence[str]) -> str:
    if not lines:
        return ""
    label = paragraph("Nơi nhận:", Look(12, bold=True, italic=True, keep_next=True))
    *before, last = (f"- {line}" for line in lines)
    return label + paragraphs(before, Look(11, keep_next=True)) + paragraph(last, Look(11))
