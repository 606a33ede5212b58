"""A refusal that people can act on: a stable code, the field it is about, and the values of the sentence."""


class DeskError(Exception):
    """Something asked of the desk cannot be done.

    The code is stable and is what programs read; `api.errors` alone turns it into words and a status.
    `field` is the dotted path of the input it is about, where there is one.
    """

    def __init__(self, code: str, *, field: str | None = None, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.values = values

    def __str__(self) -> str:
        said = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.code}({said})"


class NotFoundError(DeskError):
    """There is no such thing, or it is not for the one who asks: the two look alike."""

    def __init__(self) -> None:
        super().__init__("not_found")
