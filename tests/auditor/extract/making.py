"""Makes small files for the tests: PDFs written by hand, zips that lie, office files of a few lines."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import docx
import openpyxl
from PIL import Image, ImageDraw


def pdf(pages: list[bytes], *, resources: bytes = b"", extra: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF whose pages have these content streams; object 3 is Helvetica, objects from 4 on are `extra`."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    objects += [extra] if extra else []
    kids = []
    for content in pages:
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>%s>>>>"
            % (len(objects), resources)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), b" ".join(kids))
    return _assembled(objects, trailer)


def _assembled(objects: list[bytes], trailer: bytes) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, value in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def said(*lines: str) -> bytes:
    """A content stream that writes these Latin lines."""
    shown = b"".join(b"(%s) Tj 0 -14 Td " % line.encode("latin-1") for line in lines)
    return b"BT /F1 10 Tf 50 780 Td " + shown + b"ET"


def scanned_pdf(pages: int = 2, text: bytes = b"") -> bytes:
    """Pages that are one grey picture each, with a text layer of `text`."""
    pixels = zlib.compress(bytes(100 * 140))
    image = (
        b"<</Type/XObject/Subtype/Image/Width 100/Height 140/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(pixels), pixels)
    )
    drawn = b"q 595 0 0 842 0 0 cm /I Do Q " + text
    return pdf([drawn] * pages, resources=b"/XObject<</I 4 0 R>>", extra=image)


def word(write: object) -> bytes:
    """A DOCX that `write(document)` filled."""
    document = docx.Document()
    write(document)  # type: ignore[operator]
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def workbook(sheets: dict[str, list[list[object]]], merge: str = "") -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if merge:
            sheet.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(files: dict[str, bytes], *, stored: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def bomb(name: str = "word/document.xml", size: int = 300_000_000, mimetype: str = "") -> bytes:
    """A zip whose one part unpacks to `size` bytes of nothing; `mimetype` is what OpenDocument says of itself first."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        with archive.open(name, "w", force_zip64=True) as part:
            for _ in range(size // 1_000_000):
                part.write(bytes(1_000_000))
    return out.getvalue()


def lying_bomb() -> bytes:
    """A zip that declares 100 bytes and unpacks to 80 million."""
    packed = bytearray(bomb(size=80_000_000))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = packed.find(signature)
        packed[at + offset : at + offset + 4] = struct.pack("<I", 100)
    return bytes(packed)


def picture(width: int = 300, height: int = 200, kind: str = "PNG") -> bytes:
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).rectangle((20, 20, 100, 100), fill="black")
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def presentation(slides: list[tuple[str, list[bytes]]]) -> bytes:
    """A PPTX of slides, each a title (empty: none) and pictures; media are numbered through."""
    files = {"ppt/presentation.xml": b"<p/>"}
    media = 0
    for number, (title, pictures) in enumerate(slides, 1):
        said = f"<p:sp><a:p><a:r><a:t>{title}</a:t></a:r></a:p></p:sp>" if title else ""
        shown = "<p:pic/>" * len(pictures)
        files[f"ppt/slides/slide{number}.xml"] = f'<p:sld xmlns:p="p" xmlns:a="a">{said}{shown}</p:sld>'.encode()
        rels = ""
        for picture in pictures:
            media += 1
            files[f"ppt/media/image{media}.png"] = picture
            rels += f'<Relationship Id="r{media}" Type="{_RELATION}/image" Target="../media/image{media}.png"/>'
        files[f"ppt/slides/_rels/slide{number}.xml.rels"] = f"<Relationships>{rels}</Relationships>".encode()
    return zipped(files)


def opendocument(kind: str, text: str, pictures: list[bytes]) -> bytes:
    """An ODT, ODS or ODP (`kind` is its media type) of one paragraph or cell and some pictures."""
    inner = {
        "text": "<office:text>{}</office:text>",
        "presentation": "<office:presentation><draw:page>{}</draw:page></office:presentation>",
    }
    cell = '<table:table-row><table:table-cell office:value-type="string">{}</table:table-cell></table:table-row>'
    table = f'<table:table table:name="ก">{cell}</table:table>'
    inner["spreadsheet"] = f"<office:spreadsheet>{table}</office:spreadsheet>"
    said = inner[kind.rsplit(".", 1)[-1]].format(f"<text:p>{text}</text:p>" if text else "")
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "draw")
    )
    body = f"<office:document-content {spaces}><office:body>{said}</office:body></office:document-content>".encode()
    named = {f"Pictures/{n}.png": picture for n, picture in enumerate(pictures, 1)}
    manifest = {"META-INF/manifest.xml": b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'}
    return zipped({"mimetype": kind.encode(), "content.xml": body, **manifest, **named}, stored=True)
