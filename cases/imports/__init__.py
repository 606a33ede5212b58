"""Sheets that fill the book: every row held against the desk first, then all of them written or none.

`examination` reads a file and holds its rows against the desk as it stands. The check stores what it found; the writing
does the same once more, in one transaction, and stores what the rows become: one set of rules for both. What the ledger
of penalties has to say is handed down from above, where `deadlines.imports` does the work.
"""
