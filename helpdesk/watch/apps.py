from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "helpdesk.watch"
    label = "watch"
