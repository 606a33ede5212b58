"""The coded words with which the events of an order's life tell what they tell."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.condemnation import Debtor


class OrderResult(models.TextChoices):
    GRANTED = "granted", _("granted")
    PARTLY_GRANTED = "partly_granted", _("partly granted")
    REFUSED = "refused", _("refused")


class Ending(models.TextChoices):
    """How an opposition or an appeal ended, seen from the order it was against."""

    CONFIRMED = "confirmed", _("order confirmed")
    AMENDED = "amended", _("order amended")
    ANNULLED = "annulled", _("order annulled")
    WITHDRAWN = "withdrawn", _("withdrawn")


class SeizureRuling(models.TextChoices):
    UPHELD = "upheld", _("seizure upheld")
    PARTLY_LIFTED = "partly_lifted", _("seizure partly lifted")
    LIFTED = "lifted", _("seizure lifted")


class EuropeanResult(models.TextChoices):
    VIOLATION = "violation", _("breach of the Convention")
    NO_VIOLATION = "no_violation", _("no breach of the Convention")
    INADMISSIBLE = "inadmissible", _("inadmissible")
    FRIENDLY_SETTLEMENT = "friendly_settlement", _("friendly settlement")


RESULTS = (OrderResult, Ending, SeizureRuling, EuropeanResult)


class PrimaryOrder(models.TextChoices):
    """What has to be given."""

    CENTRE = "centre", _("a place in a centre")
    HOTEL = "hotel", _("a hotel or another emergency place")
    OTHER = "other", _("something else")


class SubsidiaryOrder(models.TextChoices):
    """What follows where the place is not given in time."""

    LIFT_CODE_207 = "lift_code_207", _("code 207 is lifted")
    SOCIAL_AID = "social_aid", _("social aid")
    OTHER = "other", _("something else")


class PlaceKind(models.TextChoices):
    CENTRE = "centre", _("reception centre")
    HOTEL = "hotel", _("hotel")
    HOUSING = "housing", _("individual housing")
    OTHER = "other", _("another place")


class LossCause(models.TextChoices):
    LEFT = "left", _("left the place")
    REMOVED = "removed", _("put out")
    REFUSED_AGAIN = "refused_again", _("refused again")


class NoticeChannel(models.TextChoices):
    REGISTERED = "registered", _("registered letter")
    EMAIL = "email", _("e-mail")
    FAX = "fax", _("fax")
    BY_HAND = "by_hand", _("by hand")


class SeizureType(models.TextChoices):
    GOODS = "goods", _("of goods")
    THIRD_PARTY = "third_party", _("in the hands of a third party")
    PRECAUTIONARY = "precautionary", _("precautionary")


class Appellant(models.TextChoices):
    CLAIMANT = "claimant", _("claimant")
    DEBTOR = "debtor", _("debtor")


class OneDebtor(models.TextChoices):
    """Fedasil and the State are two debtors: each is served, pays and is enforced against by itself."""

    FEDASIL = Debtor.FEDASIL.value, Debtor.FEDASIL.label
    BELGIAN_STATE = Debtor.BELGIAN_STATE.value, Debtor.BELGIAN_STATE.label


EACH_DEBTOR = tuple(OneDebtor.values)


def debtors_in(word: str) -> tuple[str, ...]:
    """The debtors a word stands for; without a word, both."""
    return EACH_DEBTOR if word in ("", Debtor.BOTH) else (str(word),)
