"""`python3 -m launcher WHAT`: the same words as in the Makefile."""

import argparse
import os
import sys

from launcher import demo, suite
from launcher.errors import Interrupted, LauncherError
from launcher.processes import heed_signals
from launcher.screen import say, tolerate_any_encoding

COMMANDS = {
    "demo": (demo.run, "start the demo desk and keep it running until Ctrl-C"),
    "reset": (demo.reset, "throw the demo desk's data away"),
    "day": (demo.pass_day, "let the running demo desk live through a day: day 2026-12-07"),
    "test": (suite.test, "run the tests on real engines; what follows goes to pytest"),
    "bench": (suite.bench, "measure the API beside a bare server and a typical one"),
    "check": (suite.check, "run every static gate"),
    "schema": (suite.schema, "write api/openapi.yaml anew"),
    "npm": (suite.npm, "run npm in web/, by the Node of the venv"),
    "engines": (suite.engines, "start PostgreSQL and Valkey for a shell of your own"),
    "venv": (suite.venv, "make the venv for development"),
}


def main(words: list[str]) -> int:
    """Run one command and return the exit code."""
    parser = argparse.ArgumentParser(prog="python3 -m launcher", description=__doc__)
    parser.add_argument(
        "what", choices=COMMANDS, help="; ".join(f"{name}: {does}" for name, (_, does) in COMMANDS.items())
    )
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    asked = parser.parse_args(words)
    tolerate_any_encoding()
    heed_signals()
    # The engines' account must be able to look into what we make; what is private is closed one by one.
    os.umask(0o022)
    try:
        return COMMANDS[asked.what][0](asked.arguments)
    except LauncherError as refusal:
        say(f"\n{refusal}")
        return 1
    except Interrupted:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
