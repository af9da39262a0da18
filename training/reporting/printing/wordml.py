"""Paragraphs and tables of WordprocessingML as text, which is far quicker to write than cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from training.core.sheets.sheet import clean_text

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FONT = "Times New Roman"
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks: size in points, weight, alignment, space around it in points."""

    size: float = 13
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    align: str = "left"
    before: float = 0
    after: float = 0
    keep_next: bool = False
    #: How far the first line is moved in, mm.
    indent: float = 0


def run(text: str, look: Look) -> str:
    """Return text in one look; line ends become breaks."""
    fonts = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}" w:eastAsia="{FONT}"/>'
    flags = f"{'<w:b/>' if look.bold else ''}{'<w:i/>' if look.italic else ''}"
    size = f'<w:sz w:val="{int(look.size * 2)}"/><w:szCs w:val="{int(look.size * 2)}"/>'
    line = '<w:u w:val="single"/>' if look.underlined else ""
    parts = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in clean_text(text).split("\n"))
    return f"<w:r><w:rPr>{fonts}{flags}{size}{line}</w:rPr>{parts}</w:r>"


def paragraph(text: str, look: Look) -> str:
    """Return a paragraph of one look."""
    keep = "<w:keepNext/>" if look.keep_next else ""
    around = f'w:before="{int(look.before * 20)}" w:after="{int(look.after * 20)}"'
    spacing = f'<w:spacing {around} w:line="240" w:lineRule="auto"/>'
    indent = f'<w:ind w:firstLine="{round(look.indent * 1440 / 25.4)}"/>' if look.indent else ""
    runs = run(text, look) if text else ""
    return f'<w:p><w:pPr>{keep}{spacing}{indent}<w:jc w:val="{look.align}"/></w:pPr>{runs}</w:p>'


def paragraphs(texts: Iterable[str], look: Look) -> str:
    """Return a paragraph for each text."""
    return "".join(paragraph(text, look) for text in texts)


def cell(content: str, width: int, *, span: int = 1, middle: bool = False, turned: bool = False) -> str:
    """Return a cell of paragraphs, which `turned` run upwards; `width` in twentieths of a point."""
    over = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    upwards = '<w:textDirection w:val="btLr"/>' if turned else ""
    valign = '<w:vAlign w:val="center"/>' if middle else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{over}{upwards}{valign}</w:tcPr>{content}</w:tc>'


def row(cells: Iterable[str], *, header: bool = False, height: int = 0) -> str:
    """Return a row that does not split over pages, at least `height` high; a header row is repeated on each page."""
    least = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    head = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{least}{head}</w:trPr>{''.join(cells)}</w:tr>"


def table(widths: Sequence[int], rows: Iterable[str], *, ruled: bool) -> str:
    """Return a table of fixed widths in twentieths of a point, with rules or without."""
    borders = f"<w:tblBorders>{_BORDERS}</w:tblBorders>" if ruled else ""
    margins = '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    place = f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
    look = f'{place}{borders}<w:tblLayout w:type="fixed"/>{margins}'
    return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def rule(length: int, *, width: int, after: float = 4) -> str:
    """Return a rule of `length` in the middle of a column of `width`, both in twentieths of a point."""
    side = max((width - length) // 2, 0)
    border = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
    spacing = f'<w:spacing w:before="50" w:after="{int(after * 20)}" w:line="60" w:lineRule="exact"/>'
    return f'<w:p><w:pPr>{border}{spacing}<w:ind w:left="{side}" w:right="{side}"/></w:pPr></w:p>'


def page_head(mark: str, *, width: int, numbered: bool = True) -> str:
    """Return the head of a page of a text `width` wide: its number in the middle, a mark on the right, in one line."""
    places = (("center", width // 2), ("right", width))
    tabs = "".join(f'<w:tab w:val="{place}" w:pos="{at}"/>' for place, at in places)
    number = _page_number() if numbered else ""
    words = run(mark, Look(11, bold=True)) if mark else ""
    return f"<w:p><w:pPr><w:tabs>{tabs}</w:tabs></w:pPr>{_TAB}{number}{_TAB}{words}</w:p>"


_TAB = "<w:r><w:tab/></w:r>"


def _page_number() -> str:
    """Return a field that shows the number of the page."""
    fonts = f'<w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/><w:sz w:val="26"/></w:rPr>'
    mark = f'<w:r>{fonts}<w:fldChar w:fldCharType="{{}}"/></w:r>'
    field = f'<w:r>{fonts}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    return f"{mark.format('begin')}{field}{mark.format('end')}"
