"""The number of the Crossroads Bank for Enterprises (KBO, BCE): never refused, only warned about."""

import re
from dataclasses import dataclass

BETWEEN_DIGITS = re.compile(r"[\s.\-/]")
WRITTEN = re.compile(r"(?:BE)?(0?[0-9]{9}|[1-9][0-9]{9})", re.IGNORECASE)
FIRST_OF_AN_ENTERPRISE = ("0", "1")


@dataclass(frozen=True)
class EnterpriseNumber:
    """A number as printed, and as 0860.737.913 where nothing is wrong with it; `warning` is a code, or empty."""

    printed: str
    normalised: str
    warning: str = ""


def read_enterprise_number(printed: str) -> EnterpriseNumber:
    """The last two digits are 97 less the rest of the first eight divided by 97. A leading zero may be missing."""
    written = WRITTEN.fullmatch(BETWEEN_DIGITS.sub("", printed))
    if not printed or written is None:
        return EnterpriseNumber(printed, printed, "not_an_enterprise_number" if printed else "")
    digits = written[1].zfill(10)
    if int(digits[8:]) != 97 - int(digits[:8]) % 97:
        return EnterpriseNumber(printed, printed, "check_digits_wrong")
    if digits[0] not in FIRST_OF_AN_ENTERPRISE:
        return EnterpriseNumber(printed, printed, "is_establishment_number")
    return EnterpriseNumber(printed, f"{digits[:4]}.{digits[4:7]}.{digits[7:]}")
