"""The Celery application: a clock and a pair of hands, never a brain.

Due times live in the database. Beat only says "look now"; tasks carry ids; the broker may lose every message
and the next look finds the same work again.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")

app = Celery("helpdesk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["helpdesk.outbox", "cases", "deadlines"])
