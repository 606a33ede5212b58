"""Give an integration a key. It is shown once and kept as a hash."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from helpdesk.people.keys import issue_key
from helpdesk.people.models import Membership, Role, Scope, Team, User


class Command(BaseCommand):
    help = "Give an integration a key with scopes, in one team. The key is shown once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address that names the integration and can be written to")
        parser.add_argument("--name", required=True)
        parser.add_argument("--team", required=True)
        parser.add_argument("--role", default=Role.INTAKE, choices=Role.values)
        parser.add_argument("--scope", action="append", required=True, choices=Scope.values, dest="scopes")
        parser.add_argument("--days", type=int, default=365, help="how long the key is good for")

    @transaction.atomic
    def handle(self, *args: Any, email: str, **options: Any) -> None:
        team = Team.objects.filter(slug=options["team"]).first()
        if team is None:
            raise CommandError(f"There is no team {options['team']}.")
        user = self._integration(email, options["name"])
        Membership.objects.update_or_create(user=user, team=team, defaults={"role": options["role"]})
        expires_at = timezone.now() + timedelta(days=options["days"])
        _, plain = issue_key(user, name=options["name"], scopes=options["scopes"], expires_at=expires_at)
        self.stdout.write(plain)

    def _integration(self, email: str, name: str) -> User:
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            return User.objects.create_user(email, name=name, is_service=True)
        if not user.is_service:
            raise CommandError(f"{email} is a colleague's address. Name the integration's own.")
        return user
