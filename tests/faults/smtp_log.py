"""A mail server that remembers on disk, before it says so, what it took: the witness of the fault runs."""

import argparse
import asyncio
import os
import socket
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session


class Witness:
    """One line for each mail taken: its Message-ID and to whom, on disk before the server answers 250."""

    def __init__(self, log: Path) -> None:
        self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        message = message_from_bytes(envelope.original_content or b"")
        line = f"{message['Message-ID']} {','.join(envelope.rcpt_tos)}\n"
        os.write(self._log, line.encode())
        os.fsync(self._log)
        return "250 2.0.0 Written down"


async def serve(port: int, log: Path) -> None:
    witness = Witness(log)
    loop = asyncio.get_running_loop()
    listener = socket.create_server(("127.0.0.1", port), reuse_port=False)
    server = await loop.create_server(lambda: SMTP(witness, hostname="localhost"), sock=listener)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("log", type=Path)
    asked = parser.parse_args()
    asyncio.run(serve(asked.port, asked.log))
