from django.apps import AppConfig


class ConfigurationConfig(AppConfig):
    name = "helpdesk.configuration"
    label = "configuration"
