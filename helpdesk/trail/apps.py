from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "helpdesk.trail"
    label = "trail"
