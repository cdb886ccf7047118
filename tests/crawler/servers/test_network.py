from __future__ import annotations

import pytest

from crawler.servers import network
from crawler.servers.network import Policy, Refused, Unresolved, is_private, user_agent

PRIVATE = [
    "127.0.0.1", "127.9.9.9", "10.1.1.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "::ffff:127.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::", "198.18.0.1",
    "64:ff9b::a9fe:a9fe", "::10.0.0.1", "::ffff:0:10.0.0.1", "64:ff9b:1::",
    "64:ff9b:1::10.0.0.1", "64:ff9b:1:a9fe:a9:fe00::", "64:ff9b:1:7f:0:1::", "64:ff9b:1:0:a:0:100:0",
]  # fmt: skip
TRANSLATED = ["64:ff9b::8.8.8.8", "64:ff9b:1::8.8.8.8", "64:ff9b:1:808:8:800::", "64:ff9b:1:0:8:808:800:0"]


class Spy:
    """A resolver that remembers what it was asked."""

    def __init__(self, **names: list[str]) -> None:
        self.names = {name.replace("_", "."): addresses for name, addresses in names.items()}
        self.asked: list[str] = []

    def __call__(self, host: str) -> list[str]:
        self.asked.append(host)
        try:
            return self.names[host]
        except KeyError:
            raise Unresolved(host) from None


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses(address):
    assert is_private(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "203.150.1.1", "2001:4860:4860::8888", "::ffff:8.8.8.8", *TRANSLATED])
def test_public_addresses(address):
    assert not is_private(address)


def _public(**more: list[str]) -> tuple[Policy, Spy]:
    spy = Spy(a_go_th=["203.150.1.1"], **more)
    return Policy.of("https://a.go.th/", resolver=spy), spy


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://[::1]/", "http://10.0.0.1/",
     "http://[::ffff:169.254.169.254]/latest/meta-data", "http://169.254.169.254/", "http://localhost/"],
)  # fmt: skip
def test_public_audit_never_reaches_private_addresses(url):
    policy, _ = _public()
    with pytest.raises(Refused) as refused:
        policy.admit(url)
    assert refused.value.problem == "private_address"


def test_public_name_of_a_private_address_is_refused():
    policy, _ = _public(evil_go_th=["10.0.0.5"], mixed_go_th=["203.150.1.9", "127.0.0.1"])
    for host in ("evil.go.th", "mixed.go.th"):
        with pytest.raises(Refused):
            policy.admit(f"http://{host}/")
        with pytest.raises(Refused):
            policy.pinned(host, 80)


def test_names_are_resolved_once_and_pinned_against_rebinding():
    policy, spy = _public(b_go_th=["203.150.1.2"])
    assert policy.admit("http://b.go.th/").address == "203.150.1.2"
    spy.names["b.go.th"] = ["127.0.0.1"]
    assert policy.admit("http://b.go.th/other").address == "203.150.1.2"
    assert policy.pinned("b.go.th", 443) == ("203.150.1.2", 443)
    assert spy.asked == ["a.go.th", "b.go.th"]


def test_nothing_is_resolved_at_connect_time():
    policy, spy = _public(b_go_th=["203.150.1.2"])
    with pytest.raises(Refused):
        policy.pinned("b.go.th", 80)
    assert spy.asked == ["a.go.th"]


LOCAL_REFUSALS = [
    ("https://www.public.go.th/", False, "local_audit"),
    ("https://www.public.go.th/", True, "local_audit"),
    ("http://8.8.8.8/", True, "local_audit"),
    ("http://127.0.0.2:8000/", False, "private_address"),
    ("http://127.0.0.1:9/", False, "private_address"),
    ("http://intranet/", False, "local_audit"),
]


@pytest.mark.parametrize(("url", "allow", "problem"), LOCAL_REFUSALS)
def test_local_audit_never_resolves_a_public_name(url, allow, problem):
    spy = Spy()
    policy = Policy.of("http://127.0.0.1:8000/", allow_private=allow, resolver=spy)
    assert policy.local
    with pytest.raises(Refused) as refused:
        policy.admit(url)
    assert refused.value.problem == problem
    assert spy.asked == []


def test_a_local_sounding_name_that_is_public_is_not_contacted():
    spy = Spy(intranet=["203.150.1.1"])
    policy = Policy.of("http://127.0.0.1/", allow_private=True, resolver=spy)
    with pytest.raises(Refused):
        policy.admit("http://intranet/")


def test_allow_private_opens_other_ports_and_addresses():
    policy = Policy.of("http://127.0.0.1:8000/", allow_private=True, resolver=Spy())
    assert policy.admit("http://127.0.0.1:9000/").address == "127.0.0.1"
    assert policy.admit("http://127.0.0.2/").address == "127.0.0.2"


def test_host_map_is_used_instead_of_resolving():
    spy = Spy()
    policy = Policy.of("http://127.0.0.1:8000/", host_map={"drive.example": "127.0.0.3:81"}, resolver=spy)
    assert policy.objection("https://drive.example/x.pdf") is None
    policy.admit("https://drive.example/x.pdf")
    assert policy.pinned("drive.example", 443) == ("127.0.0.3", 81)
    assert policy.slot("drive.example") == "127.0.0.3:81"
    assert spy.asked == []


def test_unknown_host():
    with pytest.raises(Unresolved):
        Policy.of("http://nowhere.go.th/", resolver=Spy())


def test_schemes():
    policy, _ = _public()
    for url in ("file:///etc/passwd", "ftp://a.go.th/x", "gopher://a.go.th/", "javascript:alert(1)"):
        assert policy.objection(url) is not None


def test_slots_are_server_addresses():
    policy, _ = _public(b_go_th=["203.150.1.1"])
    policy.admit("http://b.go.th/")
    assert policy.slot("a.go.th") == policy.slot("b.go.th") == "203.150.1.1"


DELAYS = [
    # OIT_DELAY, crawl delay, host, seconds
    ("", None, "127.0.0.1", 1.0),
    ("0", None, "127.0.0.1", 0.0),
    ("0.2", None, "127.0.0.1", 0.2),
    ("0", None, "a.go.th", 1.0),
    ("", 4.0, "a.go.th", 4.0),
    ("", 0.1, "a.go.th", 1.0),
    ("0", 30.0, "a.go.th", 10.0),
]


@pytest.mark.parametrize(("override", "crawl_delay", "host", "expected"), DELAYS)
def test_delay(override, crawl_delay, host, expected):
    policy = Policy.of("http://127.0.0.1/", resolver=Spy()) if host == "127.0.0.1" else _public()[0]
    assert policy.delay(host, crawl_delay, {"OIT_DELAY": override}) == expected


def test_throttle_is_off_for_a_loopback_audit_without_delay_only():
    local, (public, _) = Policy.of("http://127.0.0.1/", resolver=Spy()), _public()
    assert not local.throttled({"OIT_DELAY": "0"})
    assert local.throttled({})
    assert public.throttled({"OIT_DELAY": "0"})


def test_user_agent_says_who_asks():
    assert user_agent("mailto:x@y.org", {}).endswith("+mailto:x@y.org)")
    assert "+https://oit.example" in user_agent("", {"OIT_CONTACT": "https://oit.example"})
    assert user_agent("", {}).startswith("OITAuditor/")
    assert network.ROBOTS_NAME in user_agent("", {})
