"""What a person may be allowed to do. A permission stands here only if some working code asks for it."""

from enum import StrEnum


class Permission(StrEnum):
    """One kind of act. A role is a set of these; ``policy.require`` is the only place that asks for them."""

    SEARCH = "search"
    OPEN_RECORD = "open-record"
    READ_NATIONALLY = "read-nationally"
    RECORD_INVOLVEMENT = "record-involvement"
    RECORD_SENSITIVE_INVOLVEMENT = "record-sensitive-involvement"
    PROPOSE_RECORD = "propose-record"
    ASK_FOR_CONTACT = "ask-for-contact"
    SEE_BENEATH_SHIELD = "see-beneath-shield"
    SEE_SENSITIVE = "see-sensitive"
    IMPOSE_SHIELD = "impose-shield"
    LIFT_SHIELD = "lift-shield"
    BROKER_CONTACT = "broker-contact"
    DECIDE_QUARANTINE = "decide-quarantine"
    DECIDE_PROPOSAL = "decide-proposal"
    TRANSFER_RECORD = "transfer-record"
    MANAGE_ACCOUNTS = "manage-accounts"
    READ_TRAIL = "read-trail"
    READ_OWN_TRAIL = "read-own-trail"
    OPEN_SEARCH_TERMS = "open-search-terms"
    ANSWER_CASES = "answer-cases"
    CONDUCT_CONSULTATION = "conduct-consultation"


#: Permissions that put a child's record before a person's eyes. Only people whose own work is with children, and the
#: officers who look after shields, may hold them; never somebody merely because they administer accounts.
READING = frozenset(
    {
        Permission.SEARCH,
        Permission.OPEN_RECORD,
        Permission.READ_NATIONALLY,
        Permission.SEE_BENEATH_SHIELD,
        Permission.SEE_SENSITIVE,
    }
)
