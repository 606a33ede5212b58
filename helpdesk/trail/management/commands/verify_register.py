"""Prove the chain of the trail from its first entry, or name the first link that is broken."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpdesk.trail.seals import Link, first_broken_link, last_link


def an_anchor(text: str) -> Link:
    number, _colon, digest = text.partition(":")
    if not number.isdecimal() or len(digest) != 64:
        raise ArgumentTypeError("an anchor is NUMBER:HASH, as the evening's mail gives it")
    return Link(int(number), digest)


class Command(BaseCommand):
    help = "Read every entry of the trail and its seal; ends with 1 and names the first broken link, if there is one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anchor", type=an_anchor, help="NUMBER:HASH of an evening's mail, held against the chain"
        )

    def handle(self, *args: Any, anchor: Link | None, **options: Any) -> None:
        broken = first_broken_link(anchor)
        if broken is not None:
            raise CommandError(f"The chain is broken: {broken}.")
        self.stdout.write(f"The chain holds from 1 to {last_link()}.")
