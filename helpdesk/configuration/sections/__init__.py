"""The sections of a configuration that are about people, their keys and their webhooks."""
