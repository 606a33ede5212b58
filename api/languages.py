"""In which language an answer is told: the one that is asked for, else the caller's own, else the desk's."""

from itertools import takewhile

from django.utils.translation import activate, get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.request import Request

from helpdesk.people.models import User


def speak_to_the_caller(request: Request) -> None:
    """Speak her own language from here on, where `Accept-Language` asks for none that the desk speaks.

    Without a caller all stays in the language of the desk, which `LocaleMiddleware` began with.
    """
    if isinstance(request.user, User) and not _names_one_we_speak(request.headers.get("Accept-Language", "")):
        activate(request.user.language)


def _names_one_we_speak(header: str) -> bool:
    """Whether it does before `*`, as `LocaleMiddleware` reads it."""
    names = (name for name, _weight in parse_accept_lang_header(header))
    return any(_is_spoken(name) for name in takewhile(lambda name: name != "*", names))


def _is_spoken(name: str) -> bool:
    try:
        get_supported_language_variant(name)
    except LookupError:
        return False
    return True
