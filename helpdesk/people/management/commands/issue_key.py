"""Give an integration a key. It is shown once and kept as a hash."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from helpdesk.acts import DeskAct, today_at_the_desk
from helpdesk.errors import DeskError
from helpdesk.people.models import Membership, Role, Scope, Team, User
from helpdesk.people.services.keys import LONGEST_LIFE, Terms, issue


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
        now = timezone.now()
        act = DeskAct(at=now, on=today_at_the_desk(now), reason="issue_key")
        ends_at = now + timedelta(days=options["days"])
        terms = Terms(name=options["name"], scopes=options["scopes"], expires_at=ends_at)
        try:
            _, plain = issue(act, user.pk, terms)
        except DeskError as refusal:
            raise CommandError(f"A key ends within {LONGEST_LIFE.days} days. Nothing was done.") from refusal
        self.stdout.write(plain)

    def _integration(self, email: str, name: str) -> User:
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            return User.objects.create_user(email, name=name, is_service=True)
        if not user.is_service:
            raise CommandError(f"{email} is a colleague's address. Name the integration's own.")
        return user
