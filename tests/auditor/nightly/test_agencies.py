"""The list of agencies: every mistake by line, never a guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.nightly.agencies import ListError, read_agencies


def _write(path: Path, body: str | bytes) -> Path:
    file = path / "agencies.csv"
    file.write_bytes(body if isinstance(body, bytes) else body.encode())
    return file


GOOD = "name,url,province,type,vendor\nเทศบาลตำบลทดลอง,https://a.example,จังหวัดสมมุติ,เทศบาลตำบล,บริษัทสมมุติ\n"


@pytest.mark.parametrize(
    "body",
    [GOOD, "\ufeff" + GOOD, GOOD.encode("cp874"), GOOD.replace(",", ";"), GOOD.replace("\n", "\r\n"), GOOD + "\n,,,\n"],
    ids=["utf-8", "with BOM", "windows-874", "semicolons", "CRLF", "empty rows"],
)
def test_spellings_of_a_good_list(tmp_path: Path, body: str | bytes) -> None:
    found = read_agencies(_write(tmp_path, body))
    assert found.errors == ()
    (agency,) = found.agencies
    assert (agency.name, agency.url, agency.province) == ("เทศบาลตำบลทดลอง", "https://a.example/", "จังหวัดสมมุติ")
    assert (agency.type, agency.vendor, agency.slug) == ("เทศบาลตำบล", "บริษัทสมมุติ", "a.example")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("ชื่อ,เว็บ\nก,https://a.example\n", ":1: the header has no name and no url; expected name,url,province,type"),
        ("name,url,url\n", ":1: column url stands twice"),
        ("name,url\n", "no agencies in this list"),
        ("", ":1: the header has no name and no url"),
        (b"name,url\n\xff\xfe\xfc,x\n", "neither UTF-8 nor Windows-874"),
    ],
)
def test_a_list_that_cannot_be_used(tmp_path: Path, body: str | bytes, said: str) -> None:
    with pytest.raises(ListError) as error:
        read_agencies(_write(tmp_path, body))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="cannot be read"):
        read_agencies(tmp_path / "none.csv")


def test_bad_rows_are_named_by_line_and_the_others_stay(tmp_path: Path) -> None:
    rows = [
        "name,url,province",
        "ก,https://a.example,x",
        "ข,ftp://b.example,x",
        "ค,,x",
        ",https://d.example,x",
        "จ,https://www.A.example/,x",
        "ฉ,file:///etc/passwd,x",
        "ช,https://g.example,x,เกิน",
        '"ซ\nสองบรรทัด",https://h.example,x',
    ]
    found = read_agencies(_write(tmp_path, "\n".join(rows)))
    assert [agency.url for agency in found.agencies] == ["https://a.example/", "https://h.example/"]
    lines = [error.removeprefix(f"{tmp_path / 'agencies.csv'}:").split(":")[0] for error in found.errors]
    assert lines == ["3", "4", "5", "6", "7", "8"]
    assert "stands already in line 2" in found.errors[3]


def test_folders_are_their_own_and_safe(tmp_path: Path) -> None:
    rows = ["name,url"] + [f"ก{n},https://a.example/site/{'x' * 120}{n}" for n in range(3)]
    rows += ["ข,https://a.example/../../etc", "ค,https://a.example:8443/?id=1"]
    slugs = [agency.slug for agency in read_agencies(_write(tmp_path, "\n".join(rows))).agencies]
    assert len(set(slugs)) == len(slugs) == 5
    assert not any("/" in slug or slug.startswith(".") or len(slug) > 100 for slug in slugs)


def test_ten_thousand_rows(tmp_path: Path) -> None:
    rows = ["name,url"] + [f"ก{n},https://t{n}.example" for n in range(10_000)]
    assert len(read_agencies(_write(tmp_path, "\n".join(rows))).agencies) == 10_000
