"""Invented official papers as a scanner would give them: pages of Thai text with noise, skew, a stamp, a shadow."""

from __future__ import annotations

import io
from dataclasses import dataclass
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = "/usr/share/fonts/truetype/tlwg/"
MEMO = """บันทึกข้อความ
ส่วนราชการ สำนักปลัด เทศบาลตำบลทุ่งสมมติ
ที่ ๗๑๒๐๑/๒๕๖๘ วันที่ ๒๔ ตุลาคม ๒๕๖๗
เรื่อง ขออนุมัติประกาศเผยแพร่แผนการจัดซื้อจัดจ้าง ประจำปีงบประมาณ พ.ศ. ๒๕๖๘
เรียน นายกเทศมนตรีตำบลทุ่งสมมติ
ตามพระราชบัญญัติการจัดซื้อจัดจ้างและการบริหารพัสดุภาครัฐ พ.ศ. ๒๕๖๐ มาตรา ๑๑
ให้หน่วยงานของรัฐจัดทำแผนการจัดซื้อจัดจ้างประจำปี และประกาศเผยแพร่ในระบบ
เครือข่ายสารสนเทศของกรมบัญชีกลางและของหน่วยงานของรัฐ และให้ปิดประกาศ
โดยเปิดเผย ณ สถานที่ปิดประกาศของหน่วยงานของรัฐนั้น
จึงเรียนมาเพื่อโปรดพิจารณาอนุมัติประกาศเผยแพร่แผนการจัดซื้อจัดจ้างดังกล่าว"""
REPORT = """รายงานผลการดำเนินการตามแผนปฏิบัติการป้องกันการทุจริต
ประจำปีงบประมาณ พ.ศ. ๒๕๖๙
ปัญหา อุปสรรค และข้อเสนอแนะในการดำเนินการ
โครงการส่งเสริมคุณธรรมและจริยธรรม งบประมาณ ๔๗,๙๘๐.๐๐ บาท
เบิกจ่ายแล้ว จำนวน ๓๖,๔๙๐.๐๐ บาท คิดเป็นร้อยละ ๗๖ ของงบประมาณ
มาตรการเผยแพร่ข้อมูลต่อสาธารณะ และช่องทางแจ้งเรื่องร้องเรียนการทุจริต
ผลการประเมินความพึงพอใจของผู้รับบริการ อยู่ในระดับดีมาก
ลงวันที่ ๙ มีนาคม ๒๕๖๙"""
KEYWORDS = {
    MEMO: "บันทึกข้อความ ส่วนราชการ สำนักปลัด เทศบาลตำบล เรื่อง ขออนุมัติ ประกาศเผยแพร่ แผนการจัดซื้อจัดจ้าง งบประมาณ "
    "พระราชบัญญัติ การบริหารพัสดุภาครัฐ หน่วยงานของรัฐ กรมบัญชีกลาง ปิดประกาศ เปิดเผย โปรดพิจารณา",
    REPORT: "รายงานผลการดำเนินการ แผนปฏิบัติการ ป้องกันการทุจริต งบประมาณ ปัญหา อุปสรรค ข้อเสนอแนะ โครงการส่งเสริมคุณธรรม "
    "จริยธรรม เบิกจ่ายแล้ว ร้อยละ มาตรการเผยแพร่ข้อมูล สาธารณะ ร้องเรียน ความพึงพอใจ ผู้รับบริการ",
}


@dataclass(frozen=True, slots=True)
class Wear:
    """What copier and scanner did. `skew` in degrees, `noise` and `blur` as standard deviations."""

    skew: float = 0.4
    noise: float = 8.0
    blur: float = 0.5
    stamp: bool = False
    shadow: bool = False


def print_page(text: str, font: str, dpi: int = 200, points: float = 16) -> Image.Image:
    """A white A4 page with the text's lines; TLWG's letters are a third larger than Sarabun's at one size."""
    size = round(points * 0.8 * dpi / 72)
    page = Image.new("L", (round(8.27 * dpi), round(11.7 * dpi)), 255)
    pen, typeface = ImageDraw.Draw(page), ImageFont.truetype(FONTS + font, size)
    for row, line in enumerate(text.splitlines()):
        pen.text((0.9 * dpi, dpi + row * 1.9 * size), line, font=typeface, fill=25)
    return page


def scan(page: Image.Image, wear: Wear, seed: int) -> Image.Image:
    """The page as it comes from the scanner."""
    random = Random(seed)
    if wear.stamp:
        pen, (width, height) = ImageDraw.Draw(page), page.size
        box = (width * 0.55, height * 0.2, width * 0.8, height * 0.2 + width * 0.25)
        pen.ellipse(box, outline=110, width=5)
        pen.arc((width * 0.5, height * 0.3, width * 0.9, height * 0.36), 10, 200, fill=60, width=4)
    turned = page.rotate(wear.skew, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(wear.blur))
    grey = np.asarray(turned, np.float64)
    grey = grey * 0.97 + np.random.default_rng(random.getrandbits(32)).normal(0, wear.noise, grey.shape)
    if wear.shadow:
        grey *= np.linspace(0.55, 1.0, grey.shape[1])
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def as_bytes(pages: list[Image.Image], kind: str = "PDF", dpi: int = 200) -> bytes:
    """A PDF of pictures, or the first page as JPEG or PNG."""
    stream = io.BytesIO()
    more = {"save_all": True, "append_images": pages[1:], "resolution": float(dpi)} if kind == "PDF" else {}
    pages[0].save(stream, kind, **more)
    return stream.getvalue()
