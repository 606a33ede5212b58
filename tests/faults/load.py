"""Fill an empty desk with reminders that are due on the day the clock plays. Run as a program.

Every lawyer works alone in a team, so the day that nobody acknowledges climbs to one colleague: herself.
"""

import argparse
import os
from datetime import date

import django

LAWYERS = 10


def load(deadlines: int) -> None:
    """One deadline entered as the desk enters it, and as many rows like it as are asked for."""
    # Only after django.setup() can models be imported.
    from deadlines.models import Deadline, Reminder  # noqa: PLC0415
    from helpdesk.people.models import Membership, Role, Team, User  # noqa: PLC0415
    from tests.factories import a_deadline, a_litigation, another_like  # noqa: PLC0415

    today = date(2026, 6, 12)
    templates = []
    for number in range(LAWYERS):
        team = Team.objects.create(slug=f"desk-{number}", name=f"Desk {number}")
        user = User.objects.create_user(f"lawyer{number}@example.org", name=f"Lawyer {number}", language="fr")
        Membership.objects.create(user=user, team=team, role=Role.LAWYER)
        templates.append(a_deadline(user, a_litigation(user, team, number), on=today))
    Reminder.objects.all().delete()
    copies = [another_like(templates[number % LAWYERS]) for number in range(deadlines)]
    Deadline.objects.bulk_create(copies, batch_size=500)
    due_on = copies[0].due_on
    Reminder.objects.bulk_create(
        [
            Reminder(deadline=each, due_on=due_on, lead="working_days_1", ring_on=date(2026, 6, 15))
            for each in copies
        ],
        batch_size=500,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("deadlines", type=int)
    os.environ["DJANGO_SETTINGS_MODULE"] = "helpdesk.settings"
    django.setup()
    load(parser.parse_args().deadlines)
