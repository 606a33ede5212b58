"""What is wrong with a configuration, and where."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # reading
        "not_readable": "the file cannot be read",
        "not_yaml": "this is no YAML",
        "not_a_mapping": "here a mapping of keys is needed",
        "doubled_key": "this key stands here twice",
        "key_is_not_text": "a key is a text",
        "unknown_key": "there is no such key here",
        "missing_key": "this key is needed",
        "wrong_type": "the value is of another type",
        "unknown_value": "this is none of the words that can stand here",
        "text_refused": "this text cannot stand here",
        "out_of_range": "this number is too small or too large",
        "time_refused": 'a time is written in quotes, such as "09:30"; without them YAML may read a number',
        "kept_as_code": "this is a part of the product: change it in its own file",
        # bringing in
        "named_twice": "the file speaks of this twice",
        "not_known": "the desk knows nobody and nothing by this name",
        "is_an_integration": "this is the address of an integration; it goes under integrations",
        "is_a_colleague": "this is the address of a colleague; integrations have their own",
        "several_named_so": "the desk has several by this name; give them names of their own first",
        "key_end_refused": "a key ends after today and within two years",
        "network_invalid": "this is no network such as 192.0.2.0/24 or 2001:db8::/32",
        "webhook_address_refused": "no message is sent to such an address",
        "event_pattern_unknown": "name a verb such as deadline.met, all of a kind such as deadline.*, or *",
        "too_many_webhooks": "the owner has as many webhooks as one may have",
        "email_taken": "somebody else has this address",
        "blocks_overlap": "a block ends after it begins, and before the next one begins",
        "target_out_of_reach": "with these opening hours an answer would take over a year",
        "calendar_not_confirmed": "the day lies outside the confirmed table of holidays",
        "text_needed": "write the text in one language at least",
        "variable_unknown": "a template knows no such variable",
        "braces_open": "write each variable whole, such as {{reference}}",
        "template_known": "a template with this code was entered meanwhile",
    }
)


class MistakeError(Exception):
    """One mistake: a stable reason, the file, the line from 1, the dotted place of the key, and explaining values."""

    def __init__(self, reason: str, *, file: str, line: int, key: str, **values: object) -> None:
        super().__init__(reason, file, line, key, values)
        self.reason: Final = reason
        self.file: Final = file
        self.line: Final = line
        self.key: Final = key
        self.values: Final = values

    def __str__(self) -> str:
        told = "".join(f"; {name}: {value}" for name, value in self.values.items())
        place = f"{self.file}, line {self.line}" + (f", {self.key}" if self.key else "")
        return f"{place}: {WORDS.get(self.reason, self.reason)} ({self.reason}{told})"
