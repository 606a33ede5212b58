"""Fill an empty desk with reminders that are due on the day the clock plays. Run as a program.

Every lawyer works alone in a team, so the day that nobody acknowledges climbs to one colleague: herself. Some have
lead times of their own (decision 0055): for each second deadline of theirs no shared reminder is due, and theirs alone
tells it.
"""

import argparse
import os
from datetime import date

import django

LAWYERS = 10
WISHING = 4


def load(deadlines: int) -> None:
    """One deadline entered as the desk enters it, and as many rows like it as are asked for."""
    # Only after django.setup() can models be imported.
    from deadlines.models import Deadline, Reminder  # noqa: PLC0415
    from deadlines.wishes import change_wishes  # noqa: PLC0415
    from helpdesk.people.models import Membership, Role, Team, User  # noqa: PLC0415
    from tests.factories import a_deadline, a_litigation, act, another_like  # noqa: PLC0415

    today = date(2026, 6, 12)
    templates = []
    for number in range(LAWYERS):
        team = Team.objects.create(slug=f"desk-{number}", name=f"Desk {number}")
        user = User.objects.create_user(f"lawyer{number}@example.org", name=f"Lawyer {number}", language="fr")
        Membership.objects.create(user=user, team=team, role=Role.LAWYER)
        if number < WISHING:
            change_wishes(act(user, today), {"own_working_days_before": [1]})
        templates.append(a_deadline(user, a_litigation(user, team, number), on=today))
    copies = [another_like(templates[number % LAWYERS]) for number in range(deadlines)]
    Deadline.objects.filter(pk__in=[one.pk for one in templates]).delete()
    Deadline.objects.bulk_create(copies, batch_size=500)
    due_on = copies[0].due_on
    Reminder.objects.bulk_create(
        [
            Reminder(deadline=each, due_on=due_on, lead="working_days_1", ring_on=date(2026, 6, 15))
            for number, each in enumerate(copies)
            if not is_told_by_wish(number)
        ],
        batch_size=500,
    )


def is_told_by_wish(number: int) -> bool:
    """Whether only its owner's own lead time tells of this deadline; of all others a shared reminder does."""
    return number % LAWYERS < WISHING and number // LAWYERS % 2 == 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("deadlines", type=int)
    os.environ["DJANGO_SETTINGS_MODULE"] = "helpdesk.settings"
    django.setup()
    load(parser.parse_args().deadlines)
