"""The life of an order, read from its events: what can follow what, which order counts, what runs beside it.

Everything here only reads. A life is told in the order of the days, never in that of entry, so that an event entered
late stands where it belongs.
"""
