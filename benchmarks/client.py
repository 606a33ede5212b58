"""A client that costs next to nothing, so that what is measured is the server: bytes out, bytes in, one connection."""

import socket
import time
from dataclasses import dataclass


class UnexpectedAnswerError(Exception):
    """Another status than the question must have."""


@dataclass(frozen=True)
class Asking:
    """A request as it is sent, how often, and the status that every answer must have."""

    port: int
    request: bytes
    status: int
    times: int


def request_of(method: str, path: str, key: str, body: bytes) -> bytes:
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def ask(asking: Asking) -> tuple[float, float]:
    """Ask so often over one connection; when it began and when it ended, in seconds of one clock of the machine."""
    with socket.create_connection(("127.0.0.1", asking.port), timeout=60) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        begun = time.monotonic()
        for _ in range(asking.times):
            connection.sendall(asking.request)
            answer = _answer(connection)
            if int(answer[9:12]) != asking.status:
                raise UnexpectedAnswerError(answer[:600].decode(errors="replace"))
        return begun, time.monotonic()


def _answer(connection: socket.socket) -> bytes:
    """One answer whole; the servers here all say how long it is."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += _more(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    said = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
    left = int(said) - len(body)
    pieces = [received]
    while left > 0:
        pieces.append(_more(connection))
        left -= len(pieces[-1])
    return b"".join(pieces)


def _more(connection: socket.socket) -> bytes:
    received = connection.recv(1 << 16)
    if not received:
        raise UnexpectedAnswerError("The server closed the connection.")
    return received
