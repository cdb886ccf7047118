from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from tests.crawler.crawling import crawled
from tests.crawler.server import Site, page, serving


@pytest.fixture
def self_signed(tmp_path: Path) -> Path:
    """A certificate that nobody signed, for another name, out of date, with a small key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "old.example")])
    start = datetime.datetime(2015, 1, 1, tzinfo=datetime.UTC)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(1).not_valid_before(start).not_valid_after(start + datetime.timedelta(days=365))
    certificate = built.sign(key, hashes.SHA256())
    file = tmp_path / "bad.pem"
    form = serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    file.write_bytes(key.private_bytes(*form) + certificate.public_bytes(serialization.Encoding.PEM))
    return file


def test_a_bad_certificate_is_noted_and_the_page_is_read(store, self_signed):
    site = Site({"/": page('<a href="/a">ก</a>'), "/a": page("ก " * 99)})
    with serving(site, certificate=self_signed):
        url = f"https://127.0.0.1:{site.port}"
        seen = crawled(url, store)
    assert seen.info.state == "finished"
    assert seen.fetches[url + "/a"].problem is None
    assert seen.notes["tls"]["host"] == f"127.0.0.1:{site.port}"


def test_plain_http_where_https_is_asked_for(store):
    with serving(Site({"/": page("x")})) as site:
        seen = crawled(f"https://127.0.0.1:{site.port}/", store)
    assert seen.info.state == "blocked"
    (fetch,) = seen.fetches.values()
    assert fetch.problem in ("tls_failed", "reset")
