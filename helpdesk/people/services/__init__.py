"""What is done with teams, colleagues, integrations and their keys: one verb, one transaction each."""
