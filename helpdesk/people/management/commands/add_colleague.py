"""Let a colleague in: an account, and a role in a team. The team is made where there is none yet."""

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from helpdesk.people.models import Language, Membership, Role, Team, User


class Command(BaseCommand):
    help = "Let a colleague in. Asks for the password twice; run again, it changes her role in the team."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--team", required=True, help="short name, such as legal-helpdesk")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--language", default=Language.NL, choices=Language.values)

    @transaction.atomic
    def handle(self, *args: Any, email: str, **options: Any) -> None:
        team, _ = Team.objects.get_or_create(slug=options["team"], defaults={"name": options["team"]})
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            password = self._new_password()
            user = User.objects.create_user(
                email, password, name=options["name"], language=options["language"]
            )
        Membership.objects.update_or_create(user=user, team=team, defaults={"role": options["role"]})
        self.stdout.write(f"{user.email} is {options['role']} in {team.slug}.")

    def _new_password(self) -> str:
        password = getpass("Password: ")
        if password != getpass("Again: "):
            raise CommandError("The two passwords differ. Nothing was done.")
        try:
            validate_password(password)
        except ValidationError as weak:
            raise CommandError(" ".join(weak.messages)) from weak
        return password
