"""The closed vocabulary of the trail: an event with another verb cannot be stored. Some test writes every verb."""

from django.db import models


class Verb(models.TextChoices):
    SIGNED_IN = "signed-in", "Signed in"
    SIGN_IN_FAILED = "sign-in-failed", "Failed to sign in"
    SIGNED_OUT = "signed-out", "Signed out"
    SESSION_ENDED = "session-ended", "Session ended by the system"

    SEARCHED = "searched", "Searched for a child"
    RECALLED = "recalled", "Was reminded whose record they had open"
    DISCLOSED = "disclosed", "Was shown a record"
    REFUSED = "refused", "Was refused a record"

    INVOLVEMENT_STARTED = "involvement-started", "Recorded an involvement"
    INVOLVEMENT_FINISHED = "involvement-finished", "Ended an involvement"
    INVOLVEMENT_RESUMED = "involvement-resumed", "Took back that an involvement had ended"
    INVOLVEMENT_RETRACTED = "involvement-retracted", "Said that they were never involved"
    SENSITIVE_INVOLVEMENT_STARTED = "sensitive-involvement-started", "Recorded a sensitive involvement"
    SENSITIVE_INVOLVEMENT_FINISHED = "sensitive-involvement-finished", "Ended a sensitive involvement"
    SENSITIVE_INVOLVEMENT_RESUMED = (
        "sensitive-involvement-resumed",
        "Took back that a sensitive involvement had ended",
    )
    SENSITIVE_INVOLVEMENT_RETRACTED = (
        "sensitive-involvement-retracted",
        "Said that their sensitive service was never involved",
    )
    INVOLVEMENT_PASSED_ON = "involvement-passed-on", "Passed an involvement on to a colleague"
    CONSENT_WITHDRAWN = "consent-withdrawn", "Recorded that consent was taken back"
    RECORD_PROPOSED = "record-proposed", "Proposed a new record"
    PROPOSAL_DECIDED = "proposal-decided", "Decided on a proposed record"

    CONTACT_ASKED = "contact-asked", "Asked for brokered contact"
    CONTACT_OPENED = "contact-opened", "Opened a contact request"
    CONTACT_ANSWERED = "contact-answered", "Recorded the outcome of brokered contact"
    SHIELD_IMPOSED = "shield-imposed", "Imposed a shield"
    SHIELD_LIFT_ASKED = "shield-lift-asked", "Asked for a shield to be lifted"
    SHIELD_LIFTED = "shield-lifted", "Agreed to lift a shield"
    SHIELD_READ = "shield-read", "Read why a record has a shield"
    SHIELD_REVIEWED = "shield-reviewed", "Reviewed a shield"
    WORK_LISTED = "work-listed", "Read a list of work"

    ACCOUNT_CREATED = "account-created", "Created an account"
    ACCOUNT_ACCREDITED = "account-accredited", "Wrote down an account's accreditation"
    ACCOUNT_SUSPENDED = "account-suspended", "Suspended an account"
    ACCOUNT_RESTORED = "account-restored", "Restored an account"
    ACCOUNT_CLOSED = "account-closed", "Closed an account"
    ACCOUNT_REOPENED = "account-reopened", "Took back that an account was closed"
    ACCOUNT_MOVED = "account-moved", "Moved an account to another service"
    CONTACT_DETAILS_CHANGED = "contact-details-changed", "Changed contact details"
    CREDENTIALS_ISSUED = "credentials-issued", "Issued credentials"
    PASSWORD_CHANGED = "password-changed", "Changed a password"
    ROLE_GRANTED = "role-granted", "Granted a role"
    ROLE_ENDED = "role-ended", "Ended a role"
    NUMBER_REPORTED = "number-reported", "Reported a wrong number"
    NUMBER_SETTLED = "number-settled", "Settled a report of a wrong number"
    TRAIL_READ = "trail-read", "Read the trail"
    TRAIL_EXPORTED = "trail-exported", "Took a report of the trail away as a file"
    ACT_DENIED = "act-denied", "Said that something under their name was not them"
    DENIAL_SETTLED = "denial-settled", "Looked into what somebody said was not them"
    TERMS_ASKED = "terms-asked", "Asked for the terms of a search to be opened"
    TERMS_AGREED = "terms-agreed", "Agreed that the terms of a search are opened"
    TERMS_DECLINED = "terms-declined", "Declined that the terms of a search are opened"
    TERMS_OPENED = "terms-opened", "Opened the terms of a search"

    CASE_RECEIVED = "case-received", "A request, a worry or a complaint came in"
    CASE_OPENED = "case-opened", "Read what somebody asked for"
    CASE_MOVED = "case-moved", "Took a step in a case"

    SURVEY_MADE = "survey-made", "Made a survey"
    SURVEY_MOVED = "survey-moved", "Opened, closed or published a survey"
    PLACE_ADDED = "place-added", "Gave a place a password for a survey"
    SHEET_RECEIVED = "sheet-received", "A sheet of a survey came in"
    COMMENTS_READ = "comments-read", "Read what was written in a survey"
    COMMENTS_GROUPED = "comments-grouped", "Put comments of a survey together"
    QUOTATION_CHOSEN = "quotation-chosen", "Chose a quotation, or took one back"
    CHANGE_WRITTEN = "change-written", "Wrote down what was changed because of a survey"

    FEED_LOADED = "feed-loaded", "Loaded a file"
    QUARANTINED = "quarantined", "Set an update aside for a person to decide"
    QUARANTINE_OPENED = "quarantine-opened", "Opened an update that was set aside"
    QUARANTINE_DECIDED = "quarantine-decided", "Decided on an update that was set aside"
    QUARANTINE_CARRIED_OUT = "quarantine-carried-out", "Carried out what an officer had decided on an update"
    DECISION_TAKEN_BACK = "decision-taken-back", "Took back a decision on an update"
    TRANSFER_OPENED = "transfer-opened", "Asked whether another authority takes a record over"
    TRANSFER_OFFERED = "transfer-offered", "Offered a record to another authority"
    TRANSFER_ACCEPTED = "transfer-accepted", "Took a record over from another authority"
    TRANSFER_REFUSED = "transfer-refused", "Refused to take a record over"
    TRANSFER_WITHDRAWN = "transfer-withdrawn", "Kept a record that another authority was to take over"
