"""Pages from the net: fetched only if an address is given as an input, and only from public ones.

An address is looked up once, and every connection goes to an IP address that was judged; the
peer is judged again when it is connected, before a byte is sent. So neither a name that
resolves to this computer or its network, nor one that changes its mind (DNS rebinding), nor a
redirect leads inside. No cookies, passwords or proxies are used.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from dataset.articles.decode import too_large
from dataset.articles.limits import (
    CONNECT_TIMEOUT,
    LARGEST_FILE,
    MOST_REDIRECTS,
    READ_TIMEOUT,
    TOTAL_TIMEOUT,
)
from dataset.articles.names import printable
from dataset.errors import InputError

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, HTTPConnectionPool

# Whether an IP address, as text, may be connected to.
Policy = Callable[[str], bool]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PIECE = 1 << 16
_HEADERS = {
    "User-Agent": "quizgen (reads one page that its user asked for)",
    "Accept": "text/html, application/xhtml+xml, text/plain, application/pdf, */*;q=0.1",
    "Accept-Encoding": "gzip",
}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: the bytes, what they are said to be, and where it led at last."""

    data: bytes
    media_type: str
    url: str


def is_address(item: str) -> bool:
    """Return whether an input is an address on the net."""
    return _ADDRESS.match(item) is not None


def without_secrets(url: str) -> str:
    """Return an address as it may be shown: without user name and password.

    >>> without_secrets("https://me:secret@a.org/x")
    'https://…@a.org/x'
    """
    return printable(re.sub(r"(?<=://)[^/?#]*@", "…@", url))


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public net.

    Those of this computer, of local networks, of links (where clouds keep their secrets), of
    groups, and addresses of IPv6 in which one of these is wrapped, are not.

    >>> [is_public(a) for a in ("1.1.1.1", "127.0.0.1", "::ffff:10.0.0.1", "169.254.169.254")]
    [True, False, False, False]
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and (ip in _NAT64 or int(ip) >> 32 == 0):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


@dataclass(slots=True)
class _Job:
    """A fetch that may be given up from outside."""

    url: str
    policy: Policy
    connection: socket.socket | None = None
    given_up: bool = False
    result: Fetched | BaseException | None = field(default=None)

    def connect(self, host: str, port: int) -> socket.socket:
        """Return a connection to ``host`` at one of its addresses that the policy allows."""
        refused: str | None = None
        failed: OSError | None = None
        for family, kind, protocol, _, where in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        ):
            if not self.policy(str(where[0])):
                refused = str(where[0])
                continue
            connection = socket.socket(family, kind, protocol)
            try:
                connection.settimeout(CONNECT_TIMEOUT)
                connection.connect(where)
                peer = str(connection.getpeername()[0])
                if not self.policy(peer):
                    raise InputError(self.url, _not_public(peer))
                connection.settimeout(READ_TIMEOUT)
            except OSError as exc:
                failed = exc
                connection.close()
                continue
            except BaseException:
                connection.close()
                raise
            self.connection = connection
            if self.given_up:
                connection.close()
                raise TimeoutError
            return connection
        if failed is not None:
            raise failed
        raise InputError(self.url, _not_public(refused or host))

    def give_up(self) -> None:
        """Wake up whoever waits for the connection."""
        self.given_up = True
        if self.connection is not None:
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)


def _not_public(address: str) -> str:
    return (
        f"leads to {printable(address)}, which is no public address. "
        "Save the page and give the file."
    )


def fetch(url: str, *, policy: Policy = is_public, timeout: float = TOTAL_TIMEOUT) -> Fetched:
    """Return what ``url`` gives, redirects followed.

    Args:
        url: beginning with ``http://`` or ``https://``.
        policy: which IP addresses may be connected to.
        timeout: seconds for all of it.

    Raises:
        InputError: it cannot be had, in one line that says why.
    """
    shown = without_secrets(url)
    job = _Job(shown, policy)

    def work() -> None:
        try:
            job.result = _follow(job, url)
        except BaseException as exc:  # handed over to the thread that waits
            job.result = exc

    # Looking up a name cannot be given up, nor a server that sends a byte now and then; so
    # another thread waits for them.
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(timeout)
    result = job.result
    if isinstance(result, Fetched):
        return result
    if result is None:
        job.give_up()
        thread.join(1)
        raise InputError(
            shown, f"gave no answer within {timeout:.0f} seconds. Try again, or save the page."
        )
    if isinstance(result, InputError):
        raise result
    if isinstance(result, Exception):
        raise InputError(shown, _reason(result)) from result
    raise result


def _follow(job: _Job, url: str) -> Fetched:
    for _ in range(MOST_REDIRECTS + 1):
        response = _ask(job, url)
        try:
            if response.status in _REDIRECTS and (target := response.headers.get("Location")):
                url = urljoin(url, target.strip())
                continue
            if response.status != 200:
                name = http.client.responses.get(response.status, "unknown")
                mend = "Try again later" if response.status >= 500 else "Check the address"
                raise InputError(job.url, f"the server says {response.status} {name}. {mend}.")
            data = _content(response, job.url)
            return Fetched(data, response.headers.get("Content-Type") or "", _bare(url))
        finally:
            response.close()
            response.release_conn()
            if job.connection is not None:
                job.connection.close()
    raise InputError(job.url, f"redirects more than {MOST_REDIRECTS} times. Save the page.")


def _bare(url: str) -> str:
    return printable(url.partition("#")[0])


def _ask(job: _Job, url: str) -> BaseHTTPResponse:
    """Return the answer of one address; its head is there, its content not yet read."""
    from urllib3.exceptions import LocationParseError
    from urllib3.util import parse_url

    try:
        parts = parse_url(url)
        user = urlsplit(url).username
    except (LocationParseError, ValueError) as exc:
        raise InputError(job.url, "is no address. Check its spelling.") from exc
    if parts.scheme not in ("http", "https") or not parts.host:
        scheme = printable(parts.scheme or "nothing")
        raise InputError(job.url, f"leads to {scheme}, and only http and https are fetched.")
    if parts.auth or user is not None:
        raise InputError(
            job.url, "holds a user name or a password, which are not sent. Save the page."
        )
    pool = _pool(job, parts.scheme, parts.host.strip("[]"), parts.port)
    return pool.urlopen(
        "GET",
        parts.request_uri,
        headers={**_HEADERS, "Host": parts.netloc or parts.host},
        redirect=False,
        retries=False,
        preload_content=False,
        decode_content=False,
    )


def _pool(job: _Job, scheme: str, host: str, port: int | None) -> HTTPConnectionPool:
    from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
    from urllib3.connection import HTTPConnection, HTTPSConnection

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return job.connect(self.host, self.port)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return job.connect(self.host, self.port)

    if scheme == "http":
        plain = HTTPConnectionPool(host, port or 80, timeout=READ_TIMEOUT)
        plain.ConnectionCls = Plain
        return plain
    secure = HTTPSConnectionPool(host, port or 443, timeout=READ_TIMEOUT, ssl_context=_tls())
    secure.ConnectionCls = Secure
    return secure


def _tls() -> ssl.SSLContext:
    """Return the system's trust, and that of certifi, which minimal systems lack."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _content(response: BaseHTTPResponse, shown: str) -> bytes:
    encoding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    inner: Any = None
    if encoding in ("gzip", "x-gzip"):
        inner = zlib.decompressobj(wbits=31)
    elif encoding != "identity":
        raise InputError(shown, f"is packed as {printable(encoding)[:40]}. Save the page.")
    data = bytearray()
    for piece in response.stream(_PIECE, decode_content=False):
        data += inner.decompress(piece, LARGEST_FILE + 1 - len(data)) if inner else piece
        if len(data) > LARGEST_FILE:
            raise InputError(shown, too_large(len(data)))
    if inner is not None and not inner.eof:
        raise InputError(shown, "broke off. Try again.")
    return bytes(data)


def _reason(exc: BaseException) -> str:
    """Return what is said of a failure, by what lies at its bottom."""
    chain: list[BaseException] = []
    link: BaseException | None = exc
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__ or getattr(link, "reason", None)
        link = link if isinstance(link, BaseException) else None
    if any(isinstance(e, socket.gaierror) for e in chain):
        return "its server is not found. Check the spelling, and that this computer is online."
    if any(isinstance(e, ssl.SSLError) for e in chain):
        return "its server cannot prove who it is (TLS). Save the page with a browser."
    if any(isinstance(e, TimeoutError) for e in chain):
        return "its server does not answer in time. Try again, or save the page."
    if any(isinstance(e, ConnectionRefusedError) for e in chain):
        return "its server refuses the connection. Check the address."
    if any(isinstance(e, OSError) and e.errno for e in chain):
        return "its server is not reached. Check that this computer is online."
    return f"cannot be fetched ({type(chain[-1]).__name__}). Try again, or save the page."
