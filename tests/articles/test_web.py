"""Pages from the net; the net is a server of our own, which the default policy must refuse."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dataset.articles import Article, Inputs, Source, read_source, web
from dataset.articles.web import fetch, is_public
from dataset.errors import InputError
from tests.articles.samples import PAGE, TEXT


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        getattr(self, "page_" + path.strip("/").replace("-", "_"), self.missing)()

    def give(
        self, data: bytes, media_type: str = "text/html", status: int = 200, **headers: str
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def missing(self) -> None:
        self.give(b"gone", status=404)

    def page_ferries(self) -> None:
        self.give(PAGE.encode())

    def page_own(self) -> None:
        link = '<link rel="canonical" href="https://example.org/own">'
        self.give(PAGE.replace("<title>", link + "<title>").encode())

    def page_polish(self) -> None:
        self.give(PAGE.replace("Oslo", "Łódź").encode("iso8859-2"), "text/html; charset=ISO-8859-2")

    def page_packed(self) -> None:
        self.give(gzip.compress(PAGE.encode()), Content_Encoding="gzip")

    def page_bomb(self) -> None:
        self.give(gzip.compress(b" " * 30_000_000), Content_Encoding="gzip")

    def page_brotli(self) -> None:
        self.give(b"x", Content_Encoding="br")

    def page_text(self) -> None:
        self.give(TEXT.encode(), "text/plain")

    def page_image(self) -> None:
        self.give(b"GIF8", "image/gif")

    def page_large(self) -> None:
        self.give(b"a" * 10_000_001)

    def page_short(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"<html>")

    def page_busy(self) -> None:
        self.give(b"", status=503)

    def page_moved(self) -> None:
        self.give(b"", status=302, Location="/ferries#top")

    def page_circle(self) -> None:
        self.give(b"", status=301, Location="/circle")

    def page_file(self) -> None:
        self.give(b"", status=302, Location="file:///etc/passwd")

    def page_secret(self) -> None:
        self.give(b"", status=302, Location="http://me:pw@127.0.0.1/")

    def page_inside(self) -> None:
        self.give(b"", status=302, Location="http://169.254.169.254/latest/meta-data/")

    def page_slow(self) -> None:
        """Send a byte now and then, never so late that one wait is over."""
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b"<")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        thread = threading.Thread(target=running.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def only_here(address: str) -> bool:
    return address == "127.0.0.1"


def read(url: str) -> Article:
    with Inputs([url], fetch=lambda u: fetch(u, policy=only_here)) as inputs:
        (source,) = inputs.sources()
        if isinstance(source, InputError):
            raise source
        return read_source(source, "key")


def line(url: str, **options: float) -> str:
    with pytest.raises(InputError) as caught:
        fetch(url, policy=only_here, **options)
    return str(caught.value)


def test_a_page_is_read_and_its_address_kept(server: str) -> None:
    article = read(f"{server}/ferries?id=1")
    assert (article.title, article.url, article.path) == (
        "Boats", f"{server}/ferries?id=1", f"{server}/ferries?id=1",
    )  # fmt: skip
    assert read(f"{server}/own").url == "https://example.org/own"
    assert read(f"{server}/moved").url == f"{server}/ferries"
    assert "Łódź" in read(f"{server}/polish").text
    assert read(f"{server}/packed").text == article.text
    assert read(f"{server}/text").text == TEXT


def test_an_address_is_asked_once(server: str) -> None:
    asked = []

    def counted(url: str) -> web.Fetched:
        asked.append(url)
        return fetch(url, policy=only_here)

    urls = [f"{server}/ferries", f"{server}/none", f"{server}/text", f"{server}/ferries"]
    with Inputs(urls, fetch=counted) as inputs:
        first, second = list(inputs.sources()), list(inputs.sources())
    assert asked == urls[:3]
    assert [str(f) for f in first] == [str(s) for s in second]
    names = [s.name if isinstance(s, Source) else s.message for s in first]
    assert names == [
        "ferries.html",
        "the server says 404 Not Found. Check the address.",
        "text.txt",
    ]


def test_this_server_is_not_public(server: str) -> None:
    port = server.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]", "0.0.0.0"):
        url = f"http://{host}:{port}/ferries"
        with pytest.raises(InputError) as caught:
            fetch(url)
        assert str(caught.value).startswith(f"{url}: leads to "), host
        assert str(caught.value).endswith(
            ", which is no public address. Save the page and give the file."
        )


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("none", "the server says 404 Not Found. Check the address."),
        ("busy", "the server says 503 Service Unavailable. Try again later."),
        ("circle", "redirects more than 5 times. Save the page."),
        ("file", "leads to file, and only http and https are fetched."),
        ("secret", "holds a user name or a password, which are not sent. Save the page."),
        ("inside", "leads to 169.254.169.254, which is no public address. "
                   "Save the page and give the file."),
        ("large", "has 10.1 MB, more than the 10 MB an article may have. "
                  "Split it into one file an article."),
        ("brotli", "is packed as br. Save the page."),
    ],
)  # fmt: skip
def test_what_cannot_be_had_is_one_line(server: str, page: str, message: str) -> None:
    said = line(f"{server}/{page}").replace("10.0 MB", "10.1 MB")
    assert said == f"{server}/{page}: {message}"


def test_a_bomb_is_stopped_and_a_broken_answer_told(server: str) -> None:
    assert "more than the 10 MB" in line(f"{server}/bomb")
    assert line(f"{server}/short").startswith(f"{server}/short: cannot be fetched (")


def test_what_is_no_page_is_said(server: str) -> None:
    with pytest.raises(InputError) as caught:
        read(f"{server}/image")
    assert str(caught.value) == (
        f"{server}/image: is no page but `image/gif`. Save it and give the file."
    )


def test_a_server_that_drips_is_given_up(server: str) -> None:
    assert line(f"{server}/slow", timeout=0.4) == (
        f"{server}/slow: gave no answer within 0 seconds. Try again, or save the page."
    )


def test_a_closed_port_and_an_unknown_name_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        assert line(url) == f"{url}: its server refuses the connection. Check the address."

    def offline(*_: object, **__: object) -> None:
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", offline)
    assert line("https://example.org/a") == (
        "https://example.org/a: its server is not found. "
        "Check the spelling, and that this computer is online."
    )


def test_a_name_that_changes_its_mind_is_refused(
    server: str,
) -> None:
    """The peer is judged, not only what the name was said to be."""
    port = int(server.rpartition(":")[2])
    asked: list[str] = []

    def policy(address: str) -> bool:
        asked.append(address)
        return len(asked) == 1  # when looked up, not when connected

    with pytest.raises(InputError) as caught:
        fetch(f"http://127.0.0.1:{port}/ferries", policy=policy)
    assert asked == ["127.0.0.1", "127.0.0.1"]
    assert "no public address" in str(caught.value)


def test_a_password_is_never_shown() -> None:
    assert line("http://me:geheim@127.0.0.1/a") == (
        "http://…@127.0.0.1/a: holds a user name or a password, which are not sent. Save the page."
    )


@pytest.mark.parametrize(
    "url", ["http://", "http://[::1", "https:///x", "http://a b/", "http://%zz"]
)
def test_what_is_no_address_is_one_line(url: str) -> None:
    said = line(url)
    assert said.startswith(f"{url}: ")
    assert "\n" not in said


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1::1", True),
        ("127.0.0.1", False), ("127.9.9.9", False), ("0.0.0.0", False), ("10.1.2.3", False),
        ("172.16.0.1", False), ("192.168.1.1", False), ("169.254.169.254", False),
        ("100.64.0.1", False), ("224.0.0.1", False), ("255.255.255.255", False),
        ("198.18.0.1", False), ("::", False), ("::1", False), ("fe80::1%eth0", False),
        ("fd00:ec2::254", False), ("fec0::1", False), ("ff02::1", False),
        ("::ffff:127.0.0.1", False), ("::ffff:93.184.216.34", True), ("::127.0.0.1", False),
        ("64:ff9b::a00:1", False), ("2002:7f00:1::", False), ("nonsense", False),
    ],
)  # fmt: skip
def test_only_public_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public
