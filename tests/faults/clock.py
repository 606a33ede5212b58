"""The product's Celery with a faster beat, which plays one fixed day: every task and setting is the product's own."""

from helpdesk.celery import app

DAY = "2026-06-15"
app.conf.beat_schedule = {
    "sweep-reminders": {"task": "deadlines.tasks.sweep_reminders", "schedule": 1.0, "args": (DAY,)},
    "deliver-mail": {"task": "helpdesk.outbox.tasks.deliver_due_mail", "schedule": 0.5},
}
app.conf.beat_max_loop_interval = 0.5
