"""Who we are: settings, users and roles, organisations, trail, outbox."""

from helpdesk.celery import app as celery_app

__all__ = ["celery_app"]
