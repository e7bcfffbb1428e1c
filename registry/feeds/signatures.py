"""What a file is that is no file of comma-separated values in UTF-8, told by its first bytes."""

import re

from registry.feeds.fields import LINE, Problem

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
SAVE_AS = "Save it as comma-separated values in UTF-8 and send it again."
EXPORT_LINES = "Export the lines from the sending system as comma-separated values."
EXPORT = "Open it, save the one sheet with the lines as comma-separated values in UTF-8, and send that."

_KINDS = (
    (
        rb"PK\x03\x04.*?(?:\[Content_Types\]|xl/|docProps/|_rels/|mimetypeapplication/vnd\.oasis)",
        "The file is a workbook of a spreadsheet (Excel or OpenDocument).",
        EXPORT,
    ),
    (rb"\xd0\xcf\x11\xe0", "The file is a workbook of an old spreadsheet (Excel 97 to 2003).", EXPORT),
    (
        rb"PK\x03\x04|PK\x05\x06|\x1f\x8b|7z\xbc\xaf|Rar!|BZh[0-9]|\xfd7zXZ|\x28\xb5\x2f\xfd",
        "The file is a compressed archive (such as zip).",
        "Unpack it and send the file of comma-separated values inside.",
    ),
    (rb"%PDF-", "The file is a PDF document.", EXPORT_LINES),
    (
        rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype|html|head|body|table|meta)\b",
        "The file is a web page (HTML).",
        EXPORT_LINES,
    ),
    (rb"\s*<\?xml|\s*<[a-z][\w:.-]*[\s>/]", "The file is an XML document.", EXPORT_LINES),
    (rb"\{\\rtf", "The file is a document of a word processor (RTF).", EXPORT_LINES),
    (rb"\s*[\[{]\s*[\"{\[]", "The file is a JSON document.", EXPORT_LINES),
    (
        rb"\xef\xbb\xbf",
        "The file begins with two byte-order marks or more.",
        "Save it once in UTF-8, with one such mark or none, and send it again.",
    ),
    (
        "ï»¿".encode(),
        "The letters of the file were ruined: it was in UTF-8, was read in another encoding and saved again.",
        "Export it again from the sending system, in UTF-8, without opening and saving it in between.",
    ),
    (
        rb"[^\n]*\r[^\r\n][^\n]*\Z",
        "The lines of the file end with carriage returns alone, as on old Macintoshes.",
        "Save it with line feeds at the end of lines, and send it again.",
    ),
    (
        rb"sep=.[\r\n]",
        "The file begins with an instruction to a spreadsheet about its separator.",
        "Take out the first line, and separate the fields by commas.",
    ),
)
SIGNATURES = tuple(
    (re.compile(begins, re.DOTALL | re.IGNORECASE), what, remedy) for begins, what, remedy in _KINDS
)
"""How a file begins (after a byte-order mark), what it is, and what to do. The first that fits counts."""


def problem_with(beginning: bytes) -> Problem | None:
    """What is wrong with a file that begins so, as far as its first bytes tell; nothing if nothing is."""
    plain = beginning.removeprefix(BYTE_ORDER_MARK)
    for begins, what, remedy in SIGNATURES:
        if begins.match(plain):
            return Problem(LINE, what, remedy)
    if encoding := _wide_encoding(beginning):
        return Problem(LINE, f"The file cannot be read: it is written in {encoding}.", SAVE_AS)
    return Problem(LINE, "The file is not a text file.", SAVE_AS) if b"\x00" in plain else None


def _wide_encoding(beginning: bytes) -> str:
    """UTF-32 or UTF-16 with or without its mark; nothing for anything else. Column names are plain letters, of which
    every second byte is nought in UTF-16."""
    if beginning.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "UTF-32"
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    even, odd = beginning[0:200:2], beginning[1:200:2]
    return "UTF-16" if any(len(half) > 4 and half.count(0) > len(half) * 0.8 for half in (even, odd)) else ""
