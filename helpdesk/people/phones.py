"""Telephone numbers: written in one way (E.164) where that is sure."""

import re

BETWEEN_DIGITS = str.maketrans("", "", " \u00a0.-/()")
# After the zero or +32: nine digits for a mobile telephone, which begins with 45 to 49; eight for all others.
BELGIAN = re.compile(r"(?:\+320?|0)(4[5-9][0-9]{7}|(?!4[5-9])[1-9][0-9]{7})")
FOREIGN = re.compile(r"\+(?!32)[1-9][0-9]{7,14}")


def e164(typed: str) -> str:
    """The number as +32470123456; nothing where it cannot surely be read as a Belgian or an international one.

    Belgians write a slash inside a number; elsewhere it may part two numbers, and nothing is sure.
    """
    digits = re.sub(r"^00", "+", typed.replace("(0)", "").translate(BETWEEN_DIGITS))
    if belgian := BELGIAN.fullmatch(digits):
        return f"+32{belgian[1]}"
    return digits if FOREIGN.fullmatch(digits) and "/" not in typed else ""
