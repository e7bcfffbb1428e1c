"""The two questionnaires of 2007, to be asked again. What is in “quotation marks” is quoted; the rest is ours.

The Children's Rights Director asked children who lived away from home about the rules of ContactPoint ("Making
ContactPoint Work", 2007, reference 070171). The Government asked everybody about its draft guidance ("ContactPoint
Guidance - Consulting Children & Young People", 2007); its children's version begins with question 2.
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. ``is_open``: asked for words alone, without yes, no and not sure."""

    words: str
    hint: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Questions in their order, what is said before them, and where they come from."""

    title: str
    lead: str
    source: str
    questions: tuple[Asked, ...]


class Known(StrEnum):
    """The questionnaires that there are."""

    DIRECTOR = "director-2007"
    GUIDANCE = "guidance-2007"


DIRECTOR = Questionnaire(
    title="Making ContactPoint work",
    lead="These are rules for ContactPoint. For each rule, say if you think it is a good one, and why.",
    source="Children's Rights Director for England, “Making ContactPoint Work”, 2007, reference 070171",
    questions=(
        Asked(
            "Is this “a good list of what councils should do to make ContactPoint work properly”?",
            "Have a team. Get it right. Sort out complaints. Answer you, and your parents, when you ask. Check how it "
            "is used. Say who can see it. Train people. Tell people about it.",
        ),
        Asked(
            "Should councils “have to do anything else to make ContactPoint work properly”?",
            is_open=True,
        ),
        Asked(
            "People who put something about you on ContactPoint must make sure it is right. Is this “a good rule”?"
        ),
        Asked(
            "ContactPoint checks by itself if what it is sent about you matches. Is this “a good rule”?",
            "It tells the people who sent it what does not match.",
        ),
        Asked(
            "What does not match must be checked with you, or with your parent or carer. Is this “a good rule”?"
        ),
        Asked(
            "People must give a reason to see what is held about you. Is this “a good way of keeping” it safe?",
            "How it is used is checked. Somebody who uses it for a wrong reason can be punished.",
        ),
        Asked(
            "You can ask your council to see what is written about you, and to put it right. Is this a good rule?",
            "They show it to you if you understand enough.",
        ),
        Asked(
            "You can complain, and the council has “20 days to reply”. Is this a good rule?",
            "The council must tell you how to complain.",
        ),
        Asked(
            "The council can stop people seeing where you are if it “might put that child, or someone else, in "
            "danger”. Is this a good rule?",
            "You can ask for it yourself.",
        ),
        Asked("Can you see “any other problems” with ContactPoint?", is_open=True),
        Asked(
            "Is there any other message that you want to give to the people who make ContactPoint?",
            is_open=True,
        ),
        Asked(
            "If you are told when ContactPoint starts, would you want to look at what it says about you?",
            "This was asked in the Director's meeting.",
        ),
    ),
)

_CLEARER = "If not, say what could be clearer."
GUIDANCE = Questionnaire(
    title="What do you think of the guidance?",
    lead="The guidance says what people must do who use ContactPoint. Say what you think of the guidance.",
    source="“ContactPoint Guidance - Consulting Children & Young People”, 2007, questions 2 to 12",
    questions=(
        Asked(
            "Misuse. “Is the draft guidance sufficiently clear about how unauthorised access to ContactPoint and "
            "misuse will be managed?”",
            "Is it clear what happens to people who look when they should not? " + _CLEARER,
        ),
        Asked(
            "Subject access rights. “Is the draft guidance sufficiently clear about an individual's rights to see "
            "information held about them?”",
            "Is it clear when and how you can see what is held about you? " + _CLEARER,
        ),
        Asked(
            "Complaints. “Does the draft guidance sufficiently explain how local authorities are required to manage "
            "complaints relating to ContactPoint?”",
            "Is it clear what your council does when somebody complains? " + _CLEARER,
        ),
        Asked(
            "Shielding. “Is the draft guidance sufficiently clear about how the ‘shielding’ of child records will "
            "operate?”",
            "A shield hides where you are. Is it clear how that works? " + _CLEARER,
        ),
        Asked(
            "Flowcharts. “Are the flowcharts helpful in explaining processes within this guidance?”",
            "A flowchart is a picture of the steps. Would you like more of them?",
        ),
        Asked(
            "Topics and contents. “Does the draft guidance cover all the necessary topics to support the appropriate "
            "use of ContactPoint?”",
            "Is there something that it leaves out?",
        ),
        Asked(
            "Local authorities' responsibilities. “Is the draft guidance sufficiently clear about the statutory "
            "responsibilities of local authorities?”",
            "Is it clear what the law says your council must do? " + _CLEARER,
        ),
        Asked(
            "Supporting practitioners. “Is the draft guidance sufficiently clear about how ContactPoint will support "
            "practitioners working with children?”",
            "Is it clear how it helps people who work with children? " + _CLEARER,
        ),
        Asked(
            "Implementing ContactPoint. “Do you foresee any challenges arising from implementing ContactPoint using "
            "this guidance?”",
            "Will people find it hard to use? Say what could go wrong, and what would help.",
        ),
        Asked(
            "Colour-coded boxes. “Is the use of colour-coded, user-specific, guidance helpful for readers?”",
            "The colours show which part is for whom. Is there a better way?",
        ),
        Asked("General comments.", "Is there anything else that you want to say about it?", is_open=True),
    ),
)

QUESTIONNAIRES = {Known.DIRECTOR: DIRECTOR, Known.GUIDANCE: GUIDANCE}
