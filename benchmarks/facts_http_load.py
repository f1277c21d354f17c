"""The load generator: ``python facts_http_load.py PORT SIZE SECONDS CONNECTIONS SENDERS``.

Each connection sends a batch, waits for the answer, checks it and sends the next. Prints the result as JSON; times
are in milliseconds.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from pathlib import Path

import uuid_utils

PATIENCE = 30.0  # seconds for one answer
STOCK = {1: 4_000, 20: 1_000}  # requests a second made ready beforehand, all connections together


class Caller(threading.Thread):
    """One connection."""

    def __init__(self, port: int, key: str, bodies: list[bytes], begin: threading.Barrier, seconds: float) -> None:
        super().__init__()
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        head = f"POST /api/v1/work HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {key}\r\n"
        head += "Content-Type: application/json\r\nContent-Length: "
        self._requests = [f"{head}{len(body)}\r\n\r\n".encode() + body for body in bodies]
        self._begin, self._seconds = begin, seconds
        self.times: list[float] = []
        self.accepted = self.failed = 0

    def run(self) -> None:
        self._begin.wait()
        end = time.monotonic() + self._seconds
        for request in self._requests:
            began = time.monotonic()
            if began > end:
                return
            self._socket.sendall(request)
            status, body = self._answer()
            self.times.append(1000 * (time.monotonic() - began))
            self.failed += status != 200
            self.accepted += body.count(b'"accepted"')
        raise RuntimeError("the stock of requests ran out before the time")

    def _answer(self) -> tuple[int, bytes]:
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        head = received[:end].lower()
        length = int(head.split(b"content-length: ")[1].split(b"\r\n")[0])
        while len(received) < end + 4 + length:
            received += self._more()
        return int(head[9:12]), received[end + 4 :]

    def _more(self) -> bytes:
        some = self._socket.recv(1 << 16)
        if not some:
            raise ConnectionError("the server hung up")
        return some


def main(port: int, size: int, seconds: float, connections: int, senders: Path) -> None:
    """Make all bodies, begin together, tell what came of it."""
    known = json.loads(senders.read_text())
    begin = threading.Barrier(connections + 1)
    count = int(STOCK[size] * seconds / connections)
    callers = []
    for number in range(connections):
        sender = known[number % len(known)]
        bodies = [_body(sender["doors"], at, size) for at in range(count)]
        callers.append(Caller(port, sender["key"], bodies, begin, seconds))
    for caller in callers:
        caller.start()
    begin.wait()
    began = time.monotonic()
    for caller in callers:
        caller.join()
    taken = time.monotonic() - began
    times = sorted(time for caller in callers for time in caller.times)
    result = {
        "facts": sum(caller.accepted for caller in callers),
        "failed": sum(caller.failed for caller in callers),
        "seconds": taken,
        "p50": times[len(times) // 2],
        "p99": times[int(len(times) * 0.99)],
    }
    print(json.dumps(result))


def _body(doors: list[int], at: int, size: int) -> bytes:
    visit = {"kind": "visit", "occurred_at": "2026-03-02T10:00:00+08:00", "outcome": "met", "material": "折页 第1版"}
    records = [
        {"id": str(uuid_utils.uuid7()), "target_id": doors[(at * size + n) % len(doors)], **visit} for n in range(size)
    ]
    return json.dumps({"records": records}, ensure_ascii=False).encode()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5]))
