"""Load over HTTP: gunicorn as ``make run`` starts it, many phones at once, percentiles.

The client speaks just enough HTTP/1.1 to leave the machine to the server, with which it shares its cores.
"""

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

BASE_DIR = Path(__file__).resolve().parent.parent
WORKERS, THREADS = 2, 4  # what sanlian.launch starts
BACKLOG = 2048  # gunicorn's own default: five hundred phones at once are not refused
START_SECONDS = 60
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Ask:
    """One request; ``address`` is the phone's own, as a proxy in front would pass it on."""

    path: str
    method: str = "GET"
    body: bytes = b""
    address: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def form(cls, path: str, data: dict, **kwargs) -> "Ask":
        """A form sent by a phone."""
        return cls(path, "POST", urlencode(data).encode(), headers={"Content-Type": FORM}, **kwargs)

    def wire(self, *, keep: bool) -> bytes:
        """The bytes that are sent."""
        headers = {"Host": "127.0.0.1", "Connection": "keep-alive" if keep else "close", **self.headers}
        if self.address:
            headers["X-Real-IP"] = self.address
        if self.body or self.method == "POST":
            headers["Content-Length"] = str(len(self.body))
        lines = [f"{self.method} {self.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode() + self.body


@dataclass(frozen=True)
class Answer:
    """``seconds`` from the moment the request was due, so that waiting for one's turn counts; 0 is no answer."""

    status: int
    seconds: float
    headers: dict[str, str]
    body: bytes


@contextmanager
def web(workers: int = WORKERS, threads: int = THREADS, **environment: str) -> Iterator[int]:
    """The port of a gunicorn on the settings of this process; ended by its own process id."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--backlog", str(BACKLOG)]
    command += ["--workers", str(workers), "--threads", str(threads), "--no-control-socket"]
    command += ["--log-level", "warning", "sanlian.wsgi"]
    settings = os.environ | {"CLIENT_ADDRESS": "HTTP_X_REAL_IP"} | environment
    process = subprocess.Popen(command, cwd=BASE_DIR, env=settings)
    try:
        wait_until_up(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_up(port: int, process: subprocess.Popen) -> None:
    """Raises ``SystemExit`` when the server ends or keeps silent."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"The web server for the measurement did not start (code {process.poll()}).")


def at_moments(port: int, asks: Iterable[Ask], seconds: float) -> list[Answer]:
    """Every ask on a connection of its own, evenly spread over ``seconds``; answers in the order of the asks."""
    asks = list(asks)

    async def phone(ask: Ask, due: float) -> Answer:
        await asyncio.sleep(max(due - time.perf_counter(), 0))
        return await alone(port, ask, due)

    async def all_of_them():
        begin = time.perf_counter() + 0.2
        dues = [begin + seconds * number / len(asks) for number in range(len(asks))]
        return await asyncio.gather(*(phone(ask, due) for ask, due in zip(asks, dues, strict=True)))

    return asyncio.run(all_of_them())


def sustained(port: int, make: Callable[[int], Ask], total: int, concurrency: int) -> tuple[list[Answer], float]:
    """``total`` asks by ``concurrency`` kept connections, each sending its next when answered; and the seconds taken.

    ``make(number)`` is called as the number's turn comes.
    """
    answers: list[Answer] = []
    numbers = iter(range(total))

    async def crew_member():
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number in numbers:
            ask, due = make(number), time.perf_counter()
            if writer.is_closing() or reader.at_eof():
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            answer = await exchange(reader, writer, ask, due, keep=True)
            answers.append(answer)
            if answer.headers.get("connection") == "close":
                writer.close()
        writer.close()

    async def crew():
        await asyncio.gather(*(crew_member() for _ in range(concurrency)))

    started = time.perf_counter()
    asyncio.run(crew())
    return answers, time.perf_counter() - started


async def alone(port: int, ask: Ask, due: float) -> Answer:
    """One exchange on a connection of its own; a broken one is an answer with status 0."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            return await exchange(reader, writer, ask, due, keep=False)
        finally:
            writer.close()
    except OSError:
        return Answer(0, time.perf_counter() - due, {}, b"")


async def exchange(reader, writer, ask: Ask, due: float, *, keep: bool) -> Answer:
    writer.write(ask.wire(keep=keep))
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = dict(split_header(line) for line in head[1:] if line)
        body = await reader.readexactly(int(headers.get("content-length", 0)))
    except (asyncio.IncompleteReadError, OSError):
        return Answer(0, time.perf_counter() - due, {"connection": "close"}, b"")
    return Answer(int(head[0].split()[1]), time.perf_counter() - due, headers, body)


def split_header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip().lower(), value.strip()


def percentile(answers: list[Answer], share: int) -> float:
    """Milliseconds within which ``share`` per cent were answered."""
    times = [answer.seconds * 1000 for answer in answers]
    return statistics.quantiles(times, n=100, method="inclusive")[share - 1] if len(times) > 1 else times[0]


def by_status(answers: list[Answer]) -> dict[int, int]:
    """How many answers of each status."""
    found: dict[int, int] = {}
    for answer in answers:
        found[answer.status] = found.get(answer.status, 0) + 1
    return dict(sorted(found.items()))


def own_address(number: int) -> str:
    """An address for every phone, from a block that is nobody's."""
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
