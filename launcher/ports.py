"""Free loopback ports. Nothing of ours listens anywhere but on 127.0.0.1."""

import socket

LOOPBACK = "127.0.0.1"


def free_port(preferred: int = 0) -> int:
    """A port nobody listens on now: the preferred one if it is free. It may be taken a moment later."""
    with listening(preferred) as probe:
        return int(probe.getsockname()[1])


def listening(preferred: int = 0) -> socket.socket:
    """A socket that already listens, so that no one can take its port before a child does: pass it on."""
    try:
        return _bound(preferred)
    except OSError:
        return _bound(0)


def _bound(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        # As servers do: connections still winding down from the last run do not count as taken.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener
