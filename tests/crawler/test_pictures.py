"""Pictures by name: only pictures, and nothing where there is no store."""

from __future__ import annotations

from crawler.evidence import Screenshot, Store, picture_reader


def test_only_pictures_are_given(tmp_path):
    with Store.open(tmp_path / "evidence", create=True) as store:
        page, shot = store.put_body(b"<html>"), store.put_body(b"JPEG")
        store.add_screenshots([Screenshot(page, "http://a.example/", shot, "image/jpeg", 1, 1, 4, "")])
    read = picture_reader(tmp_path / "evidence")
    assert (read(shot), read(page), read("0" * 64), read("../x")) == (b"JPEG", None, None, None)
    with Store.open(tmp_path / "evidence") as store:
        store.drop_body(shot)
    assert read(shot) is None
    assert picture_reader(tmp_path / "nowhere")(shot) is None
