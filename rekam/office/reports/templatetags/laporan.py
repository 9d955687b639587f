"""Documents on a page: ``{% load laporan %}``, ``{% picture p %}`` and ``{% cells table language as rows
%}``.
"""

from dataclasses import dataclass

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rekam.office.reports.documents import document, drawing
from rekam.office.reports.documents.document import Column, Document, Row, Section, Table, Tile

register = template.Library()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it is written, with the column's heading for small screens."""

    text: str
    label: str
    is_number: bool
    is_head: bool
    is_strong: bool
    is_day: bool


@dataclass(frozen=True, slots=True)
class Line:
    tone: str
    cells: list[Cell]


@register.simple_tag
def cells(table: Table, language: str) -> list[Line]:
    """The rows of a table as they are written, the total last."""
    rows = [*table.rows, *([Row(table.total, "total")] if table.total is not None else [])]
    return [Line(row.tone, _cells(table, row, language)) for row in rows]


def _cells(table: Table, row: Row, language: str) -> list[Cell]:
    head = max(table.names - 1, 0)
    return [
        Cell(
            text=document.written(value, document.kind_of(table, n, row.tone), language),
            label=f"{column.group} {column.label}".strip(),
            is_number=column.is_number,
            is_head=n == head,
            is_strong=column.strong,
            is_day=column.kind in (document.DATE, document.DAY),
        )
        for n, (column, value) in enumerate(zip(table.columns, row.cells, strict=True))
    ]


@dataclass(frozen=True, slots=True)
class Heading:
    """A cell of the headings. ``columns`` and ``rows`` are what it spans."""

    text: str
    columns: int
    rows: int
    is_number: bool
    is_upright: bool


@register.simple_tag
def headings(table: Table) -> list[list[Heading]]:
    """One row of headings, or two when columns are grouped."""
    if not table.has_groups:
        return [[_heading(column, 1) for column in table.columns]]
    upper, lower, place = [], [], 0
    for text, span in table.groups():
        columns = table.columns[place : place + span]
        if text:
            upper.append(Heading(text, span, 1, is_number=False, is_upright=False))
            lower += [_heading(column, 1) for column in columns]
        else:
            upper += [_heading(column, 2) for column in columns]
        place += span
    return [upper, lower]


def _heading(column: Column, rows: int) -> Heading:
    return Heading(column.label, 1, rows, column.is_number, column.upright)


@register.filter
def lettered(held: Document) -> list[tuple[str, Section]]:
    return document.lettered(held.sections)


@register.filter
def notes_letter(held: Document) -> str:
    return chr(ord("A") + len(held.sections))


@register.simple_tag
def value_of(tile: Tile, language: str) -> str:
    return document.written(tile.value, tile.kind, language)


@register.simple_tag
def picture(held: drawing.Picture, css: str = "") -> SafeString:
    """The same shapes that the PDF draws. Numbers in an SVG have a point, whatever the language."""
    lines = format_html_join(
        "",
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke-width="{}" class="draw-{}"></line>',
        ((_mm(e.x), _mm(e.y), _mm(e.to_x), _mm(e.to_y), _mm(e.thick), e.tone) for e in held.lines),
    )
    dots = format_html_join(
        "",
        '<circle cx="{}" cy="{}" r="{}" class="draw-{}"></circle>',
        ((_mm(d.x), _mm(d.y), _mm(d.radius), d.tone) for d in held.dots),
    )
    boxes = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}" class="draw-{}"></rect>',
        ((_mm(b.x), _mm(b.y), _mm(b.width), _mm(b.height), b.tone) for b in held.boxes),
    )
    words = format_html_join(
        "",
        '<text x="{}" y="{}" font-size="{}" text-anchor="{}" class="draw-{}{}">{}</text>',
        (
            (
                _mm(w.x),
                _mm(w.y + w.size * 0.36),
                _mm(w.size * 1.05),
                w.anchor,
                w.tone,
                " draw-strong" if w.strong else "",
                w.text,
            )
            for w in held.words
        ),
    )
    return format_html(
        '<svg class="draw {}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}</svg>',
        css,
        _mm(held.width),
        _mm(held.height),
        held.label,
        lines,
        dots,
        boxes,
        words,
    )


@register.simple_tag
def seal(text: str, label: str) -> SafeString:
    return picture(drawing.code(text, label=label), "draw-code")


def _mm(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
