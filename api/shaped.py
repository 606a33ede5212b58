"""Objects that are read or told as they are, of which the document shows the shape."""

from typing import Any

from rest_framework import serializers


class Shaped(serializers.DictField):
    """An object in a shape that something below this floor reads strictly, or wrote: it is not checked here again."""

    def __init__(self, shape: type[serializers.Serializer[Any]], **said: Any) -> None:
        super().__init__(**said)
        self.shape = shape
