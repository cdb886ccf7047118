"""RFC 3161 time stamps over the manifest of a store: asked for by the network policy, kept beside it, checked."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.evidence import StoreError
from crawler.evidence.manifest import FILE
from crawler.servers.post import MOST, NotSent, post

if TYPE_CHECKING:
    from rfc3161_client import TimeStampResponse

FOLDER = "timestamps"
TIMEOUT = 30.0


class StampError(Exception):
    """A time stamp that cannot be had or is worth nothing; one line naming the authority and the reason."""


def request(folder: Path, url: str) -> Path:
    """Ask an authority to stamp the manifest in `folder`; the token and the manifest it is over are kept."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    if not url.startswith(("http://", "https://")):
        raise StampError(f"{url[:100]}: a time-stamp authority is an http or https address")
    file = folder / FILE
    if not file.exists():
        raise StoreError(f"{folder}: has no {FILE} to be stamped")
    body = file.read_bytes()
    query = TimestampRequestBuilder(data=body).hash_algorithm(HashAlgorithm.SHA256).nonce(nonce=True).build()
    answer = _ask(url, query.as_bytes())
    token = _decode(answer, url)
    if _imprint(token) != hashlib.sha256(body).digest():
        raise StampError(f"{url}: stamped something else than the manifest that was sent")
    if token.tst_info.nonce != query.nonce:
        raise StampError(f"{url}: answered another request (its nonce is not ours)")
    name = hashlib.sha256(body).hexdigest()[:32]
    kept = folder / FOLDER
    kept.mkdir(exist_ok=True)
    (kept / f"{name}.json").write_bytes(body)
    target = kept / f"{name}.tsr"
    target.write_bytes(answer)
    return target


def check(folder: Path, authority: Path | None, notes: list[str]) -> list[str]:
    """Every kept time stamp against the manifest it is over; what is wrong. With a CA file also the signature."""
    wrong = []
    for file in sorted((folder / FOLDER).glob("*.tsr")):
        try:
            notes.append(_check_one(file, authority))
        except StampError as error:
            wrong.append(str(error))
    return wrong


def _check_one(file: Path, authority: Path | None) -> str:
    over = file.with_suffix(".json")
    if not over.exists():
        raise StampError(f"{file}: the manifest that it is over is missing")
    token = _decode(file.read_bytes(), str(file))
    body = over.read_bytes()
    if _imprint(token) != hashlib.sha256(body).digest():
        raise StampError(f"{file}: is not over {over.name}")
    when = token.tst_info.gen_time.strftime("%Y-%m-%dT%H:%M:%SZ")
    if authority is None:
        return f"manifest {file.stem[:12]} was time-stamped {when}; signature not checked (give --tsa-ca FILE)"
    _check_signature(token, body, authority, file)
    return f"manifest {file.stem[:12]} was time-stamped {when}; signature checked against {authority}"


def _check_signature(token: TimeStampResponse, body: bytes, authority: Path, file: Path) -> None:
    from cryptography import x509
    from rfc3161_client import VerificationError, VerifierBuilder

    try:
        roots = x509.load_pem_x509_certificates(authority.read_bytes())
    except ValueError as error:
        raise StampError(f"{authority}: holds no PEM certificates ({error})") from error
    certificates: list[Any] = [x509.load_der_x509_certificate(der) for der in token.signed_data.certificates]
    builder = VerifierBuilder()
    for root in roots:
        builder = builder.add_root_certificate(root)
    signer = next((c for c in certificates if c not in roots), None)
    if signer is not None:
        builder = builder.tsa_certificate(signer)
    try:
        good = builder.build().verify_message(token, body)
    except (VerificationError, ValueError) as error:
        raise StampError(f"{file}: signature does not hold against {authority} ({_first(error)})") from error
    if not good:
        raise StampError(f"{file}: signature does not hold against {authority}")


def _ask(url: str, query: bytes) -> bytes:
    try:
        body = post(url, query, {"Content-Type": "application/timestamp-query"}, seconds=TIMEOUT)
    except NotSent as error:
        raise StampError(f"{url}: no time stamp ({error})") from error
    if len(body) > MOST:
        raise StampError(f"{url}: its answer is too large for a time stamp")
    return body


def _decode(body: bytes, name: str) -> TimeStampResponse:
    from rfc3161_client import PKIStatus, decode_timestamp_response

    try:
        token = decode_timestamp_response(body)
    except ValueError as error:
        raise StampError(f"{name}: not a time stamp ({_first(error)})") from error
    if PKIStatus(token.status) not in (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS):
        raise StampError(f"{name}: refused ({'; '.join(token.status_string) or PKIStatus(token.status).name})")
    return token


def _imprint(token: TimeStampResponse) -> bytes:
    return bytes(token.tst_info.message_imprint.message)


def _first(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
