"""The law of time: Belgian deadlines computed from dated rules. Pure Python, no framework."""
