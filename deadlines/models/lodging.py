"""What can be lodged by a deadline, and by which way it reaches the court or the authority."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Lodged(models.TextChoices):
    """What was lodged. Each remedy of the rules has its own; `other` is told in words."""

    ANNULMENT_APPEAL = "annulment_appeal", _("annulment appeal")
    FULL_JURISDICTION_APPEAL = "full_jurisdiction_appeal", _("full-jurisdiction appeal")
    HIGHER_COURT_APPEAL = "higher_court_appeal", _("appeal to a higher court")
    COURT_PETITION = "court_petition", _("petition or summons before a court")
    UNILATERAL_PETITION = "unilateral_petition", _("unilateral petition")
    OPPOSITION = "opposition", _("opposition or third-party opposition")
    CASSATION_APPEAL = "cassation_appeal", _("appeal in cassation")
    EXTREME_URGENCY_SUSPENSION = (
        "extreme_urgency_suspension",
        _("request for suspension in extreme urgency"),
    )
    INTERIM_MEASURES = "interim_measures", _("request for provisional measures in extreme urgency")
    SUSPENSION = "suspension", _("ordinary request for suspension")
    REQUEST_TO_REMAIN = "request_to_remain", _("request for leave to remain during the appeal")
    CONTINUATION_REQUEST = "continuation_request", _("request for continuation of the procedure")
    PLEADING = "pleading", _("note, memorandum or other act in pending proceedings")
    EUROPEAN_APPLICATION = "european_application", _("application to the European Court of Human Rights")
    APPLICATION = "application", _("application to an authority")
    ENFORCEMENT_ACT = "enforcement_act", _("act of enforcement")
    OTHER = "other", _("something else, told in words")


class LodgedBy(models.TextChoices):
    """By which way it was lodged. Which way a court accepts is the lawyer's to know: it is written down, not judged."""

    JBOX = "jbox", _("by J-Box")
    DPA = "dpa", _("by e-Deposit or DPA-deposit")
    COURT_PLATFORM = "court_platform", _("on the electronic platform of the court or authority")
    REGISTERED_POST = "registered_post", _("by registered post")
    ORDINARY_POST = "ordinary_post", _("by ordinary post")
    AT_REGISTRY = "at_registry", _("at the registry, against receipt")
    AT_AUTHORITY = "at_authority", _("in person, at the office of the authority")
    PLACE_OF_DETENTION = "place_of_detention", _("through the director or registry of the place of detention")
    BAILIFF = "bailiff", _("by a bailiff")
    FAX = "fax", _("by fax")
    EMAIL = "email", _("by e-mail")
    OTHER = "other", _("in another way, told in words")
