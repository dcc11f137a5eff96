"""Which addresses may be opened: what a URL names, and whether an IP address is a public one. Pure.

A filter over strings is bypassed by other ways of writing an address (0x7f000001, 2130706433, ::ffff:127.0.0.1), and
`ipaddress.is_global` calls NAT64 and 6to4 forms of private addresses global. So names are resolved first, and what
they resolve to is held against the tables here, which list what is open and refuse the rest.
[iana.org/assignments/iana-ipv4-special-registry, iana-ipv6-special-registry; measured: docs of the project, FACTS]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from bot.errors import SourceError

Network = IPv4Network | IPv6Network

PORTS = {"http": 80, "https": 443}
LONGEST = 2000  # characters of an address; some servers take no more
_CLOSED_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",
            "100.64.0.0/10",  # behind a carrier's NAT
            "127.0.0.0/8",
            "169.254.0.0/16",  # link-local, where clouds keep their secrets
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, and broadcast
        ),
    )
)
_OPEN_6 = IPv6Network("2000::/3")  # all that is given out; mapped, NAT64, local and multicast ones lie outside
_CLOSED_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocols, Teredo among them
            "2001:db8::/32",
            "2002::/16",  # 6to4: an IPv4 address in disguise
            "2620:4f:8000::/48",
            "3fff::/20",
        ),
    )
)
_STRANGE = re.compile(r"[\x00-\x20\x7f\\]")  # read differently by different programs
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|yclid|cmpid|ocid|ref_src|smid|xtor|at_\w+")


@dataclass(frozen=True, slots=True)
class Place:
    """What a URL names: where to connect to, and what to ask for there."""

    scheme: str
    host: str  # ASCII, lower case, without a dot at the end
    port: int
    target: str  # path and query, ASCII

    @property
    def url(self) -> str:
        """The address written in one way."""
        return f"{self.scheme}://{self.authority}{self.target}"

    @property
    def authority(self) -> str:
        """Host and, where it is not the usual one, port; what goes into `Host`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def place_of(url: str) -> Place:
    """What `url` names. Raises SourceError for what is no plain http(s) address."""
    if len(url) > LONGEST or _STRANGE.search(url):
        raise SourceError(f"{shown(url)}: not a web address; write it as https://example.org/article.")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise SourceError(f"{shown(url)}: not a web address; write it as https://example.org/article.") from None
    if parts.scheme not in PORTS or not host:
        raise SourceError(f"{shown(url)}: only http:// and https:// addresses can be read.")
    if "@" in parts.netloc:
        raise SourceError(f"{shown(url)}: an address with a user name or password in it is not opened; leave it out.")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    return Place(
        parts.scheme,
        _host(host, url),
        PORTS[parts.scheme] if port is None else port,
        f"{path}?{query}" if query else path,
    )


def _host(written: str, url: str) -> str:
    """The host in ASCII; addresses only as they are usually written."""
    host = written.lower().removesuffix(".")
    if ":" in host:
        return _literal(host, url)
    try:
        host = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise SourceError(f"{shown(url)}: {shown(written)} is no host name.") from None
    if _NUMBER.fullmatch(host.rpartition(".")[2]):  # a number, as whatwg.org's URL standard tells one from a name
        return _literal(host, url)
    if not _NAME.fullmatch(host):
        raise SourceError(f"{shown(url)}: {shown(written)} is no host name.")
    return host


def _literal(host: str, url: str) -> str:
    try:
        return str(ip_address(host))
    except ValueError:
        raise SourceError(f"{shown(url)}: {shown(host)} is no host name, and no address as one writes it.") from None


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, by the tables above; False for what is no address."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv4Address):
        return not any(found in closed for closed in _CLOSED_4)
    return found in _OPEN_6 and not any(found in closed for closed in _CLOSED_6)


@dataclass(frozen=True, slots=True)
class Intranet:
    """What an operator opened beyond the public internet: networks, and hosts by name."""

    networks: tuple[Network, ...] = ()
    hosts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, named: tuple[str, ...]) -> Intranet:
        """From "10.1.0.0/16" and "wiki.example.org". ValueError for what is neither."""
        networks, hosts = [], set()
        for name in named:
            try:
                networks.append(ip_network(name))
            except ValueError:
                if "/" in name or not _NAME.fullmatch(name.lower()) or _NUMBER.fullmatch(name.rpartition(".")[2]):
                    raise ValueError(f"{name!r} is neither a network such as 10.1.0.0/16 nor a host") from None
                hosts.add(name.lower())
        return cls(tuple(networks), frozenset(hosts))

    def holds(self, host: str, address: str) -> bool:
        """Whether the operator opened this; a named host opens no address of the machine itself or of its link."""
        try:
            found = ip_address(address)
        except ValueError:
            return False
        near = found.is_loopback or found.is_link_local or found.is_unspecified or found.is_multicast
        return any(found in network for network in self.networks) or (host in self.hosts and not near)


def shown(text: str) -> str:
    """What was typed, short enough for a sentence and in one line."""
    plain = "".join(c if c.isprintable() else "�" for c in text)
    return plain if len(plain) <= 80 else plain[:79] + "…"


def tidy(url: str) -> str:
    """The address of an article without what only tells where the reader came from; one article has one id."""
    parts = urlsplit(url)
    if not _TRACKING.search(parts.query):
        return urlunsplit(parts._replace(fragment=""))
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])]
    return urlunsplit(parts._replace(query=urlencode(kept), fragment=""))


def same_site(one: str, other: str) -> bool:
    """Whether two hosts are one outlet's, as far as their names say: "m.example.org" and "www.example.org"."""
    return _bare(one) == _bare(other)


def _bare(host: str) -> str:
    return re.sub(r"^(?:www\d?|m|mobile|amp|edition)\.", "", host.lower())
