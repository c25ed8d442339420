"""What PDFium sees on the pages of a PDF: runs of characters and where they stand.

This file is also a program: it runs in a process of its own (:mod:`dataset.articles.helper`),
for PDFium is a C++ library that reads hostile files. Should one crash it, keep it busy or fill
its memory, only that process ends. So it imports nothing of this package.

It reads questions from standard input and answers on standard output, each as eight bytes of
length (big-endian) and that many bytes: a question is a PDF, an answer is JSON, either
``{"fault": …}`` or ``{"title": …, "pages": [[width, height, [run, …]], …]}``.

A run is ``[text, left, right, baseline, size, bold, attached, word]``: characters on one line, of
one size, without a wide gap; points from the lower left corner of the page as it is read.
``bold`` is the share of bold characters; ``attached`` is true if the run goes on from the one
before; ``word`` is the right edge of the first word.
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
from typing import Any

MOST_PAGES = 500
MOST_CHARACTERS = 3_000_000  # a page of a book has 2,000 to 3,000
MOST_MEMORY = 3_000_000_000  # bytes of address space, where the system keeps such a limit

# Parts of the type size. PDFium has put a space where words are apart; a gap as wide as this
# parts columns or the cells of a table.
WIDE_GAP = 1.5
NEXT_LINE = 0.6  # superscripts are raised by a third
RAISED = 0.15
OTHER_SIZE = 0.15
# Fonts have marks of footnotes that are small and raised at full size: they float above the line.
NOTE_MARKS = frozenset("0123456789")
FLOATING = 0.2
RAISED_BY, SMALL = 0.33, 0.6
# Marks that PDFium has for a hyphen at the end of a line, and the typographer's. A soft hyphen
# (U+00AD) stays what it is: it says for sure that the word is one.
HYPHENS = frozenset({0x02, 0xFFFE, 0x2010})
BOLD_FROM = 600
BOLD_NAMES = ("bold", "black", "heavy", "demi")

Run = list[Any]


def read(data: bytes) -> dict[str, Any]:
    """Return the answer to one question."""
    import pypdfium2_raw as pdfium

    buffer = ctypes.create_string_buffer(data, len(data))
    document = pdfium.FPDF_LoadMemDocument64(buffer, len(data), None)
    if not document:
        error = pdfium.FPDF_GetLastError()
        locked = error in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        return {"fault": "encrypted" if locked else "damaged"}
    try:
        count = pdfium.FPDF_GetPageCount(document)
        if count > MOST_PAGES:
            return {"fault": "pages"}
        pages, characters = [], 0
        for index in range(count):
            page = pdfium.FPDF_LoadPage(document, index)
            if not page:
                continue
            text = pdfium.FPDFText_LoadPage(page)
            try:
                if text:
                    characters += max(pdfium.FPDFText_CountChars(text), 0)
                    if characters > MOST_CHARACTERS:
                        return {"fault": "text"}
                    pages.append(_read_page(pdfium, page, text))
            finally:
                if text:
                    pdfium.FPDFText_ClosePage(text)
                pdfium.FPDF_ClosePage(page)
        return {"title": _title(pdfium, document), "pages": pages}
    finally:
        pdfium.FPDF_CloseDocument(document)


def _title(pdfium: Any, document: Any) -> str | None:
    length = pdfium.FPDF_GetMetaText(document, b"Title", None, 0)
    if not 2 < length < 10_000:
        return None
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDF_GetMetaText(document, b"Title", buffer, length)
    return buffer.raw[:length].decode("utf-16-le", "ignore").rstrip("\0") or None


def _read_page(pdfium: Any, page: Any, text: Any) -> list[Any]:
    """Return width, height and runs of a page, turned so that its text runs to the right."""
    found: dict[int, list[Run]] = {0: [], 1: [], 2: [], 3: []}
    amount = dict.fromkeys(found, 0)
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    last_object, turn, bold, size = None, 0, False, 0.0
    matrix = pdfium.FS_MATRIX()
    space = False
    last_turn = 0
    for i in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, i)
        if code in (0x20, 0xA0, 0x09, 0x0D, 0x0A):
            space = True
            continue
        if code in HYPHENS:
            code = 0x2D
        if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            continue
        owner = pdfium.FPDFText_GetTextObject(text, i)
        address = ctypes.cast(owner, ctypes.c_void_p).value if owner else None
        if address is None or address != last_object:
            last_object = address
            # PDFium's angle runs clockwise.
            turn = round(-pdfium.FPDFText_GetCharAngle(text, i) / (math.pi / 2)) % 4
            bold = _is_bold(pdfium, owner) if owner else False
            scale = _height(pdfium, text, i, matrix)
            size = pdfium.FPDFText_GetFontSize(text, i) * scale
        if not pdfium.FPDFText_GetLooseCharBox(text, i, box):
            continue
        if not pdfium.FPDFText_GetCharOrigin(text, i, x, y):
            continue
        left, right, base = _turned(box, x.value, y.value, turn)
        height = size
        if turn == 0 and chr(code) in NOTE_MARKS and _floats(pdfium, text, i, base, size):
            base, height = base + RAISED_BY * size, SMALL * size
        if not (0.5 < size < 2000 and abs(left) < 1e5 and abs(base) < 1e5 and right >= left):
            continue
        runs = found[turn]
        last = runs[-1] if runs and turn == last_turn else None
        last_turn = turn
        amount[turn] += 1
        char = chr(code)
        fits = False
        attached = False
        if last is not None:
            scale = max(last[4], height)
            gap = left - last[2]
            attached = (
                abs(base - last[3]) < NEXT_LINE * scale and -0.5 * scale < gap < WIDE_GAP * scale
            )
            fits = (
                attached
                and abs(base - last[3]) < RAISED * scale
                and abs(height - last[4]) < OTHER_SIZE * scale
            )
        if fits and last is not None:
            last[0] += f" {char}" if space else char
            last[2] = max(last[2], right)
            last[5] += bold
            last[7] = last[7] if " " in last[0].lstrip() else last[2]
        else:
            gap_sign = " " if space and attached else ""
            runs.append([gap_sign + char, left, right, base, height, int(bold), attached, right])
        space = False
    turn = max(amount, key=lambda t: amount[t])
    for run in found[turn]:
        run[5] = run[5] / max(len(run[0].replace(" ", "")), 1)
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    return [
        width,
        height,
        [[r[0], *(round(v, 2) for v in r[1:6]), r[6], round(r[7], 2)] for r in found[turn]],
    ]


def _turned(box: Any, x: float, y: float, turn: int) -> tuple[float, float, float]:
    """Return left, right and baseline of a box as its text runs to the right."""
    if turn == 1:
        return box.bottom, box.top, -x
    if turn == 2:
        return -box.right, -box.left, -y
    if turn == 3:
        return -box.top, -box.bottom, x
    return box.left, box.right, y


def _height(pdfium: Any, text: Any, index: int, matrix: Any) -> float:
    """Return by how much the page enlarges the type size at a character."""
    if pdfium.FPDFText_GetMatrix(text, index, matrix):
        return math.hypot(matrix.c, matrix.d)
    return 1.0


def _floats(pdfium: Any, text: Any, index: int, base: float, size: float) -> bool:
    """Return whether the ink of a digit begins well above its line."""
    left, right, low, high = (ctypes.c_double() for _ in range(4))
    if not pdfium.FPDFText_GetCharBox(text, index, left, right, low, high):
        return False
    return low.value - base > FLOATING * size


def _is_bold(pdfium: Any, owner: Any) -> bool:
    font = pdfium.FPDFTextObj_GetFont(owner)
    if not font:
        return False
    if pdfium.FPDFFont_GetWeight(font) >= BOLD_FROM:
        return True
    buffer = ctypes.create_string_buffer(200)
    length = pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    name = buffer.value.decode("latin-1").lower() if length <= len(buffer) else ""
    return any(word in name for word in BOLD_NAMES)


def main() -> None:
    """Answer questions until there are no more."""
    import pypdfium2_raw as pdfium

    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError, AttributeError):
        pass  # not on this system
    pdfium.FPDF_InitLibrary()
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    while len(length := questions.read(8)) == 8:
        data = questions.read(int.from_bytes(length, "big"))
        try:
            answer = read(data)
        except MemoryError:
            answer = {"fault": "memory"}
        written = json.dumps(answer).encode()
        answers.write(len(written).to_bytes(8, "big") + written)
        answers.flush()


if __name__ == "__main__":
    main()
