"""Every word a question or a rule may use; the meanings stand in data/texts/vocabulary.yaml."""

from enum import StrEnum
from typing import Literal, get_args

Language = Literal["nl", "fr", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class Authority(StrEnum):
    CGRS = "cgrs"
    IMMIGRATION_OFFICE = "immigration_office"
    MUNICIPALITY = "municipality"
    FEDASIL = "fedasil"
    RVV = "rvv"
    LABOUR_COURT = "labour_court"
    CIVIL_COURT = "civil_court"


class DecisionKind(StrEnum):
    REFUSAL = "refusal"
    EXCLUSION = "exclusion"
    WITHDRAWAL = "withdrawal"
    TERMINATION = "termination"
    INADMISSIBILITY = "inadmissibility"
    ACCELERATED_REFUSAL = "accelerated_refusal"
    MANIFESTLY_UNFOUNDED = "manifestly_unfounded"
    NON_CONSIDERATION = "non_consideration"
    IMPLICIT_WITHDRAWAL = "implicit_withdrawal"
    REMOVAL_ORDER = "removal_order"
    REFOULEMENT = "refoulement"
    TRANSFER = "transfer"
    STAY_REFUSAL = "stay_refusal"
    MEDICAL_STAY_REFUSAL = "medical_stay_refusal"
    VISA_REFUSAL = "visa_refusal"
    FAMILY_REUNIFICATION_REFUSAL = "family_reunification_refusal"
    EU_RESIDENCE_REFUSAL = "eu_residence_refusal"
    LONG_TERM_RESIDENCE_REFUSAL = "long_term_residence_refusal"
    RECEPTION_DECISION = "reception_decision"
    RVV_JUDGMENT = "rvv_judgment"
    UNILATERAL_ORDER = "unilateral_order"
    SUMMARY_ORDER = "summary_order"
    COURT_JUDGMENT = "court_judgment"
    APPEAL_JUDGMENT = "appeal_judgment"


class Ground(StrEnum):
    SUBSEQUENT_APPLICATION = "subsequent_application"
    SAFE_COUNTRY_OF_ORIGIN = "safe_country_of_origin"
    FIRST_COUNTRY_OF_ASYLUM = "first_country_of_asylum"
    SAFE_THIRD_COUNTRY = "safe_third_country"
    PROTECTION_IN_EU_STATE = "protection_in_eu_state"
    EU_NATIONAL = "eu_national"
    ACCOMPANIED_MINOR = "accompanied_minor"
    LATE_AFTER_RETURN_DECISION = "late_after_return_decision"


class Fact(StrEnum):
    """What the question may add about the person or the procedure; a fact not given is unknown."""

    DETAINED_AT_NOTIFICATION = "detained_at_notification"
    DETAINED_AT_APPLICATION = "detained_at_application"
    REMOVAL_IMMINENT = "removal_imminent"
    REMOVAL_MEASURE_NUMBER = "removal_measure_number"
    NON_CONSIDERATION_NUMBER = "non_consideration_number"
    TEN_DAY_CLAUSE = "ten_day_clause"
    DECIDED_WITHIN_FIFTEEN_WORKING_DAYS = "decided_within_fifteen_working_days"
    REMEDIES_MENTIONED = "remedies_mentioned"
    APPLICATION_ON = "application_on"


class Mode(StrEnum):
    REGISTERED = "registered"
    REGISTERED_WITH_RECEIPT = "registered_with_receipt"
    ORDINARY_POST = "ordinary_post"
    BY_HAND = "by_hand"
    COURIER = "courier"
    FAX = "fax"
    EMAIL = "email"
    OTHER_LAWFUL = "other_lawful"
    JBOX = "jbox"
    BAILIFF = "bailiff"
    JUDICIAL_LETTER = "judicial_letter"


class Forum(StrEnum):
    RVV = "rvv"
    COUNCIL_OF_STATE = "council_of_state"
    CONSTITUTIONAL_COURT = "constitutional_court"
    COURT_OF_CASSATION = "court_of_cassation"
    LABOUR_COURT = "labour_court"
    CIVIL_COURT = "civil_court"
    SEIZURE_JUDGE = "seizure_judge"
    ORDERING_JUDGE = "ordering_judge"
    ECTHR = "ecthr"
    CGRS = "cgrs"
    IMMIGRATION_OFFICE = "immigration_office"
    FEDASIL = "fedasil"
    SCHOOL = "school"
    EU = "eu"


class RuleKind(StrEnum):
    """Only a party_deadline reminds a client. A watch is in no file of rules: the ledger of a penalty sets it."""

    PARTY_DEADLINE = "party_deadline"
    AUTHORITY_DEADLINE = "authority_deadline"
    OPPONENT_DEADLINE = "opponent_deadline"
    WAITING_PERIOD = "waiting_period"
    VALIDATION_BRACKET = "validation_bracket"
    WATCH = "watch"


class Remedy(StrEnum):
    """What a term is for. Of rules chosen for one decision, those that share a remedy are alternatives of it."""

    APPEAL = "appeal"
    EXTREME_URGENCY = "extreme_urgency"
    INTERIM_MEASURES = "interim_measures"
    LEAVE_TO_REMAIN = "leave_to_remain"
    SUSPENSION = "suspension"
    OPPOSITION = "opposition"
    CASSATION = "cassation"
    EUROPEAN_APPLICATION = "european_application"
    STEP_IN_PROCEEDINGS = "step_in_proceedings"
    APPLICATION = "application"
    ENFORCEMENT = "enforcement"
    RECEPTION = "reception"
    NONE = "none"


class Suspensive(StrEnum):
    AUTOMATIC = "automatic"
    IF_FILED_IN_TIME = "if_filed_in_time"
    WITH_EXCEPTIONS = "with_exceptions"
    ON_REQUEST = "on_request"
    AS_UNDERLYING_APPEAL = "as_underlying_appeal"
    NONE = "none"
    NOT_CONFIRMED = "not_confirmed"
    NOT_APPLICABLE = "not_applicable"


class Confidence(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class WarningCode(StrEnum):
    FACT_UNKNOWN = "fact_unknown"
    GROUND_UNKNOWN = "ground_unknown"
    MODE_UNKNOWN = "mode_unknown"
    MODE_NOT_LISTED = "mode_not_listed"
    DATE_UNKNOWN = "date_unknown"
    LAW_CHANGED_BETWEEN = "law_changed_between"
    READING_DISPUTED = "reading_disputed"
    RECEIPT_LATER_THAN_PRESUMED = "receipt_later_than_presumed"
    PRINTED_TERM_MISSING = "printed_term_missing"
    PRINTED_TERM_UNEXPECTED = "printed_term_unexpected"
    PRINTED_TERM_OUTSIDE_BRACKET = "printed_term_outside_bracket"
    PRINTED_TERM_DIFFERS = "printed_term_differs"
    MONTH_END_READINGS_DIFFER = "month_end_readings_differ"
    EXTENSION_APPLIED = "extension_applied"
    EXTENSION_ARGUABLE = "extension_arguable"
    START_RULE_PROVISIONAL = "start_rule_provisional"
    STATE_OF_LAW_NOT_CONFIRMED = "state_of_law_not_confirmed"


class EventKind(StrEnum):
    """What a term counts from."""

    NOTIFICATION = "notification"
    SERVICE = "service"
    ORDER_SENT = "order_sent"
    REGISTRY_LETTER = "registry_letter"
    APPEAL_NOTIFIED = "appeal_notified"
    APPEAL_RECEIVED = "appeal_received"
    HEARING = "hearing"
    DEBATES_CLOSED = "debates_closed"
    ENTRY = "entry"
    APPLICATION_MADE = "application_made"
    APPLICATION_LODGED = "application_lodged"
    APPLICATION_REGISTERED = "application_registered"
    FILE_RECEIVED = "file_received"
    APPLICATION_COMPLETE = "application_complete"
    STATUS_GRANTED = "status_granted"
    STAY_GRANTED = "stay_granted"
    RESPONSIBILITY_ACCEPTED = "responsibility_accepted"
    TRANSFER_ACCEPTED = "transfer_accepted"
    RECEPTION_BEGUN = "reception_begun"
    RETURN_STAY_BEGUN = "return_stay_begun"
    REGISTER_ENTRY = "register_entry"
    STATUTE_PUBLISHED = "statute_published"
    DOMESTIC_REMEDY_ENDED = "domestic_remedy_ended"
    COURT_LETTER = "court_letter"
    PENALTY_FORFEITED = "penalty_forfeited"
    PAYMENT_ORDERED = "payment_ordered"


class Transition(StrEnum):
    """Which date picks the old or the new version when the law changes in between."""

    NOTIFICATION = "notification"
    UNKNOWN = "unknown"


class VersionBy(StrEnum):
    """Which date picks the version: the act the term counts from, or a later application."""

    EVENT = "event"
    APPLICATION = "application"
