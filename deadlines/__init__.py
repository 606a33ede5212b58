"""What time does to a dossier: due dates, reminders, digests, penalties that run, prescription."""
