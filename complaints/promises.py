"""What children, critics and the Government's own notices asked for, and how it is kept, or an honest "not yet".

One row for each wish of 2007 (C1 to C62), each criticism of 2009 and after (K1 to K33) and each promise of the notice
of 2009 (P1 to P8). A row is kept where a test proves it or a page of the public does it; a test of this table fails
where a test or a page that it names is not there, and where a row is missing. It never says more than what they prove.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ground import statute


class Whose(StrEnum):
    """Who asked. The value is the letter with which the rows are counted."""

    CHILDREN = "C"
    CRITICS = "K"
    NOTICE = "P"

    @property
    def words(self) -> str:
        return _WHOSE[self]

    @property
    def how_many(self) -> int:
        """How many there are, numbered from 1."""
        return _HOW_MANY[self]


_WHOSE = {
    Whose.CHILDREN: "What children and young people asked for",
    Whose.CRITICS: "What others found wrong",
    Whose.NOTICE: "What children were promised",
}
_HOW_MANY = {Whose.CHILDREN: 62, Whose.CRITICS: 33, Whose.NOTICE: 8}


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One wish. Kept: ``how``, proved by ``tests`` (nodes of pytest) or done by ``pages`` (names of URLs), with what is
    still missing; otherwise ``not_yet`` says why. ``quoted``: their own words, from the published reports."""

    id: str
    asked: str
    quoted: str = ""
    how: str = ""
    tests: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    missing: str = ""
    not_yet: str = ""

    @property
    def is_kept(self) -> bool:
        return bool(self.tests or self.pages)


PROMISES: tuple[Promise, ...] = (
    # --- children and young people: the Children's Rights Director, "Making ContactPoint Work", 2007 ---
    Promise(
        id="C1",
        asked="Keep it from people who should not see it.",
        quoted="stay confidential from people who shouldn't see it",
        how=(
            "Each page says who may come in. Nobody opens your page without a reason, and each look is "
            "written down."
        ),
        tests=(
            "tests/house/test_urls.py::test_everybody_gets_the_answer_of_the_table",
            "tests/shielding/test_views.py::test_record_asks_why_first",
            (
                "tests/shielding/disclosure/test_disclosure.py::"
                "test_where_the_event_cannot_be_written_nothing_is_returned"
            ),
        ),
    ),
    Promise(
        id="C2",
        asked="Do not let people at the front desk look.",
        quoted="do not let receptionists have access",
        how="Nobody whose job is at a front desk or in an office can be given the right to look.",
        tests=(
            (
                "tests/access/test_accounts.py::TestRoles::"
                "test_a_receptionist_is_never_given_a_role_that_reads_records"
            ),
        ),
    ),
    Promise(
        id="C3",
        asked="Staff must not talk about us in their breaks.",
        quoted="promise confidentiality but … break",
        not_yet=(
            "Each page about a child tells staff to keep it to themselves. But no rule can hear what "
            "people say, and telling others is not yet a kind of misuse that we count."
        ),
    ),
    Promise(
        id="C4",
        asked="Let children have a say in what is there.",
        not_yet=(
            "You can tell us what is wrong. You cannot yet add a note of your own on how you want to be "
            "reached."
        ),
    ),
    Promise(
        id="C5",
        asked="Keep it private.",
        how=(
            "What you hide is not even read when others look. We test this with made-up stories told in "
            "two ways."
        ),
        tests=(
            "tests/shielding/disclosure/test_disclosure.py::test_what_is_withheld_is_not_even_asked_for",
            "tests/house/test_noninterference.py::test_random_stories_look_the_same_in_both_worlds",
        ),
    ),
    Promise(
        id="C6",
        asked="Two staff in each council are not enough.",
        quoted="would not be anything like enough to set things up",
        not_yet=(
            "Each team sees what waits and for how long. But no rule says how many people a team must have."
        ),
    ),
    Promise(
        id="C7",
        asked="Cope with all the changes as people come and go.",
        how=(
            "Each line that comes in is counted and none gets lost. When a worker leaves, the work goes "
            "to somebody else."
        ),
        tests=(
            "tests/registry/test_intake.py::test_any_files_balance_and_end_in_the_record_of_the_newest_lines",
            "tests/shielding/test_caseload.py::test_work_passes_to_a_colleague_of_the_same_service",
        ),
    ),
    Promise(
        id="C8",
        asked="Nothing may be wrong.",
        quoted="my right that nothing is incorrect",
        not_yet=(
            "You can say that something is wrong, and a clock runs until we answer. But we do not yet "
            "count how often each source is wrong."
        ),
    ),
    Promise(
        id="C9",
        asked="Do not mix us up with other people.",
        how=(
            "Twins stay two people. When two children have one name and one birthday, a person decides. A "
            "mix-up can be undone."
        ),
        tests=(
            "tests/registry/matching/test_rules.py::test_twins_are_two_children",
            (
                "tests/registry/matching/test_rules.py::"
                "test_two_children_of_one_name_and_birth_date_leave_it_to_a_person"
            ),
            "tests/registry/test_linking.py::test_unlinking_gives_the_record_without_that_source",
        ),
    ),
    Promise(
        id="C10",
        asked="Stop people who put in lies.",
        not_yet=(
            "Each fact says who sent it and when. But you cannot yet press a button to say that a fact is "
            "a lie."
        ),
    ),
    Promise(
        id="C11",
        asked="No private things at all.",
        how=(
            "There is no room for notes, marks, health or feelings. The list holds a few facts and no more."
        ),
        tests=(
            "tests/house/test_fields.py::test_no_column_holds_what_may_never_be_held",
            "tests/house/test_fields.py::test_record_has_no_room_for_free_text",
        ),
    ),
    Promise(
        id="C12",
        asked="Do not forget children who have no home or no papers.",
        quoted="people who need the help the most aren't the known",
        how="A child can be on the list with no home and with a birthday that is a guess.",
        tests=(
            "tests/shielding/test_proposal_views.py::test_no_known_address_is_a_statement",
            "tests/shielding/test_proposal_views.py::test_birth_date_may_be_an_estimate",
            "tests/shielding/publication/test_proposals.py::test_a_record_can_be_proposed_with_what_is_known",
        ),
    ),
    Promise(
        id="C13",
        asked="Help fast when there is an accident.",
        not_yet="There is no desk yet that answers at night.",
    ),
    Promise(
        id="C14",
        asked="Think of children from other countries who live at school.",
        not_yet="They can be on the list. But the list has no way yet to say that a child lives at school.",
    ),
    Promise(
        id="C15",
        asked="Keep it right and up to date, even when we move a lot.",
        quoted="move around a lot",
        how="The newest fact counts, whoever sent it first. The page says how old each fact is.",
        tests=(
            "tests/registry/test_bestview.py::test_the_newest_by_the_day_it_was_true_stands_whenever_it_came",
            "tests/shielding/test_templatetags.py::test_a_source_says_where_a_part_came_from_and_how_old_it_is",
        ),
        missing="Nobody is told yet when you move.",
    ),
    Promise(
        id="C16",
        asked="A computer can get it wrong.",
        how=(
            "When the computer is not sure who is who, a person looks. What that person does can be taken "
            "back the same day."
        ),
        tests=(
            (
                "tests/shielding/publication/test_quarantine.py::"
                "test_near_match_with_an_open_child_waits_for_its_officer"
            ),
            (
                "tests/shielding/publication/test_quarantine.py::"
                "test_each_decision_is_taken_back_as_if_it_had_not_been_made"
            ),
        ),
    ),
    Promise(
        id="C17",
        asked="Ask me. I know the right answer.",
        quoted="I am the person who knows the right answer",
        not_yet="Nobody has to ask you yet before a fact goes in.",
    ),
    Promise(
        id="C18",
        asked="Check with me, not just with one more worker.",
        quoted="instead of just asking another worker",
        not_yet="A fact cannot yet say that you have checked it.",
    ),
    Promise(
        id="C19",
        asked="My parents must not see it if I do not want that.",
        not_yet=(
            "You can ask on your own, and you choose how we reach you. But the rules on what a parent is "
            "told are not all made yet."
        ),
    ),
    Promise(
        id="C20",
        asked="Who looks must say why.",
        how="Nobody sees your page before they have said why. Words that say nothing are turned down.",
        tests=(
            "tests/shielding/test_views.py::test_record_asks_why_first",
            "tests/access/test_eyes.py::test_a_reason_that_says_nothing_is_refused_with_what_to_do",
        ),
    ),
    Promise(
        id="C21",
        asked="Check who looks, and punish who should not have.",
        not_yet=(
            "Each look is written down, and checkers can read it. But nothing yet finds a bad look by "
            "itself, and the steps after it are not in the system."
        ),
    ),
    Promise(
        id="C22",
        asked="My dad could find me.",
        quoted="I will worry my dad could find me",
        how=(
            "A shield hides where you are. Who types in your old street or school does not find you. The "
            "pages that all can use say the same, whoever is on the list."
        ),
        tests=(
            (
                "tests/shielding/disclosure/test_disclosure.py::"
                "test_a_shielded_record_shows_nothing_from_which_the_place_can_be_told"
            ),
            (
                "tests/shielding/disclosure/test_search.py::"
                "test_a_shielded_child_is_not_returned_where_a_withheld_kind_of_fact_is_given"
            ),
            "tests/complaints/test_alike.py::test_a_record_changes_nothing_that_somebody_outside_is_told",
        ),
        missing="We cannot yet mark one person as a danger to you.",
    ),
    Promise(
        id="C23",
        asked="Do not just write it down. Do it.",
        quoted="Make sure that this happens for real, please",
        how=(
            "This page is made from a list. A test goes red when a line of it names a proof that is not "
            "there."
        ),
        tests=(
            "tests/complaints/test_promises.py::test_every_test_that_is_named_exists",
            "tests/complaints/test_promises.py::test_every_promise_is_kept_by_something_or_says_why_not",
        ),
        pages=("complaints:promises",),
    ),
    Promise(
        id="C24",
        asked="Show me mistakes of the past too.",
        quoted="I might not know about as they happened in the past",
        not_yet="What changed is kept. But there is no page yet on which you can see it.",
    ),
    Promise(
        id="C25",
        asked="A list of children draws bad people.",
        quoted="would always attract paedophiles",
        how=(
            "No page lists children. A search shows one child, or two at the most. All who look have had "
            "a police check."
        ),
        tests=(
            "tests/shielding/disclosure/test_search.py::test_no_text_finds_a_list",
            "tests/shielding/disclosure/test_search.py::test_never_more_than_two_cards",
            (
                "tests/access/test_accounts.py::TestIssuingCredentials::"
                "test_is_refused_without_each_part_of_the_accreditation"
            ),
        ),
        missing="We do not yet stop a person who searches too often.",
    ),
    Promise(
        id="C26",
        asked="One day it will break, or somebody will break in.",
        quoted="break down, or its security would be breached",
        not_yet=(
            "We test that it comes back when a part breaks. But there is no plan yet for how you are told "
            "when somebody breaks in."
        ),
    ),
    Promise(
        id="C27",
        asked="Staff will share their passwords.",
        quoted="will always pass their tags and passwords",
        how=(
            "It takes a password, a secret number and a code that works once. If a second person signs in, the "
            "first is put out and told. Workers can see what was done in their name, and say that it was not them."
        ),
        tests=(
            "tests/access/test_signin.py::TestTheToken::test_a_code_works_once",
            "tests/access/test_sessions.py::test_signing_in_elsewhere_ends_the_older_session_and_says_so_there",
            (
                "tests/journeys/test_homes_and_activity.py::"
                "test_what_libby_did_not_do_waits_for_the_administrators_until_they_have_looked"
            ),
        ),
        missing="The code is not yet tied to one device.",
    ),
    Promise(
        id="C28",
        asked="Staff must know enough about us to find us, but not too much.",
        how=(
            "A search needs your number, or your name and your birthday. Who does not know your birthday needs one "
            "more fact. With less it does not start."
        ),
        tests=(
            "tests/shielding/disclosure/test_search.py::test_a_name_with_an_age_band_needs_one_more_fact_of_any_kind",
            (
                "tests/shielding/disclosure/test_search.py::"
                "test_less_than_a_search_needs_is_refused_and_nothing_is_searched"
            ),
            "tests/shielding/disclosure/test_search.py::test_a_number_finds_its_child_alone",
        ),
        missing="Nobody yet helps a worker who knows too little.",
    ),
    Promise(
        id="C29",
        asked="Prison for bad people, a light punishment for silly ones.",
        quoted="a light punishment for someone",
        not_yet="A page says what can happen. But the steps are not yet part of the system.",
    ),
    Promise(
        id="C30",
        asked="Let me ask in writing, and show me.",
        not_yet=(
            "You can ask here or on paper, and a clock runs. But we cannot yet put all that is held on "
            "one paper for you."
        ),
    ),
    Promise(
        id="C31",
        asked="Put it right.",
        not_yet=(
            "You can say what is wrong, and a clock runs. But what we put right does not yet go back to "
            "who sent it."
        ),
    ),
    Promise(
        id="C32",
        asked="I want to look now and then.",
        quoted="check it now and then",
        not_yet="You cannot sign in yet. You can ask again as often as you like.",
    ),
    Promise(
        id="C33",
        asked="Never a photo.",
        how="There is no room for a picture, and no file that comes in can bring one.",
        tests=(
            "tests/house/test_fields.py::test_no_column_holds_what_may_never_be_held",
            "tests/registry/feeds/test_feeds.py::test_no_column_could_carry_what_the_register_never_holds",
        ),
    ),
    Promise(
        id="C34",
        asked="Never the phone number of my home.",
        how="Only people at work have a phone number here.",
        tests=("tests/house/test_fields.py::test_only_people_at_work_have_a_telephone",),
        missing="If a worker gives a home number as a work number, nothing notices it.",
    ),
    Promise(
        id="C35",
        asked="It is about what I understand, not about how old I am.",
        not_yet=(
            "You can ask at any age. But the eight questions on what you understand are not yet in the "
            "system."
        ),
    ),
    Promise(
        id="C36",
        asked="Tell me when it starts, and let me look.",
        not_yet="Nobody sends you a letter yet when your council starts.",
    ),
    Promise(
        id="C37",
        asked="Some of us give wrong facts, and have a good reason.",
        not_yet="There is no rule yet for staff on how to ask you why.",
    ),
    Promise(
        id="C38",
        asked="Let us complain, and answer fast.",
        how=(
            f"You can complain here. We answer in {statute.COMPLAINT_ANSWERED.value} days, and tell you by day "
            f"{statute.COMPLAINT_TOLD_MEANWHILE.value} how it goes. Clocks do not stop in secret."
        ),
        tests=(
            "tests/complaints/test_deadlines.py::test_a_complaint_has_twenty_days_and_word_on_the_tenth",
            "tests/complaints/test_cases.py::test_stored_due_is_what_the_clocks_say_after_every_step",
        ),
        pages=("complaints:ask",),
    ),
    Promise(
        id="C39",
        asked="Tell us how to complain.",
        how="Each page that all can use says at its foot how to ask or complain.",
        tests=("tests/complaints/test_told.py::test_every_page_says_how_to_complain_and_whom_to_ring",),
        missing="Letters do not say so yet.",
    ),
    Promise(
        id="C40",
        asked="Let a child ask for a shield.",
        how=(
            f"You can say that you are worried. A person looks at it within {statute.WORRY_LOOKED_AT.value} hours, "
            "day or night."
        ),
        tests=(
            "tests/complaints/test_deadlines.py::test_a_worry_is_looked_at_within_four_hours_at_any_hour",
        ),
        pages=("complaints:ask", "complaints:shields-explained"),
        missing="No shield goes on by itself while you wait.",
    ),
    Promise(
        id="C41",
        asked="Hide it from this one person.",
        quoted="I don't want my father to see it",
        not_yet="A shield hides it from all. It cannot yet hide it from one person by name.",
    ),
    Promise(
        id="C42",
        asked="Think of children with famous parents.",
        how="The page on shields says that they can ask as well. A person decides each time.",
        tests=("tests/complaints/test_told.py::test_shields_are_for_these_too",),
        pages=("complaints:shields-explained",),
    ),
    Promise(
        id="C43",
        asked="Ask me before somebody looks.",
        quoted="say who they want to see it and who they don't",
        not_yet=(
            "You can ask for this. A worker can then hide your details. But nobody can yet ask you first "
            "and get your answer here."
        ),
    ),
    Promise(
        id="C44",
        asked="Let each child who understands choose to be more private.",
        how=(
            "A child can ask to hide more, with no proof. Then others see just a name, a number, a "
            "birthday and a gender."
        ),
        tests=(
            "tests/shielding/disclosure/test_disclosure.py::test_the_table_grants_what_was_promised",
            (
                "tests/shielding/test_keys.py::"
                "test_a_child_who_is_not_open_has_the_key_of_the_current_name_without_facts"
            ),
        ),
        missing="A worker has to do it for you.",
    ),
    Promise(
        id="C45",
        asked="May I hide just because I am afraid of bad people?",
        how="Yes. The page on shields says so.",
        tests=("tests/complaints/test_told.py::test_shields_are_for_these_too",),
        pages=("complaints:shields-explained",),
    ),
    Promise(
        id="C46",
        asked="Just take me off the list that people can search.",
        how="A child can be set so that no search finds them. Only the team of the council knows.",
        tests=(
            "tests/shielding/disclosure/test_search.py::test_an_unlisted_child_is_not_found_at_all",
            "tests/shielding/test_views.py::test_unlisted_record_is_answered_like_one_that_does_not_exist",
        ),
    ),
    Promise(
        id="C47",
        asked="Tell us what will be held before it runs.",
        how="A poster, one page and the full notice say it.",
        tests=("tests/complaints/test_told.py::test_front_page_leads_to_every_page",),
        pages=("complaints:poster", "complaints:one-page", "complaints:notice"),
        missing="They are not sent to you.",
    ),
    Promise(
        id="C48",
        asked="Train all staff first.",
        how="Nobody can sign in before they have been trained, checked and have signed.",
        tests=(
            "tests/access/test_models.py::test_an_active_account_has_all_dates_of_accreditation",
            (
                "tests/access/test_accounts.py::TestIssuingCredentials::"
                "test_is_refused_without_each_part_of_the_accreditation"
            ),
        ),
    ),
    Promise(
        id="C49",
        asked="Tell children and parents.",
        how="There are pages for children and a page for parents.",
        tests=("tests/complaints/test_told.py::test_front_page_leads_to_every_page",),
        pages=("complaints:notice", "complaints:parents"),
        missing="There is no pack for schools and doctors yet.",
    ),
    Promise(
        id="C50",
        asked="No mistakes at all at the start.",
        quoted="no errors at all",
        not_yet=(
            "We test how well children are told apart. But no rule yet stops the start when there are too "
            "many mistakes."
        ),
    ),
    Promise(
        id="C51",
        asked="Some who help us cannot look.",
        not_yet="Nobody can yet look for a worker who has no way in.",
    ),
    Promise(
        id="C52",
        asked="What if the computer breaks and loses it all?",
        how="What we said is stored is still there after a crash. Each part that stops comes back.",
        tests=(
            "tests/outages/test_outages.py::test_what_was_acknowledged_is_there",
            "tests/workshop/test_up.py::test_each_part_that_is_killed_comes_back",
            "tests/workshop/test_embedded.py::test_postgres_comes_back_after_kill_with_what_was_committed",
        ),
        missing="We have not yet tested that a copy kept in another place can be put back.",
    ),
    Promise(
        id="C53",
        asked="What if a fact goes to the wrong person?",
        how="It can be taken away again. The worker is told who saw it.",
        tests=(
            "tests/registry/test_linking.py::test_unlinking_gives_the_record_without_that_source",
            (
                "tests/shielding/test_officers_views.py::"
                "test_decision_is_taken_back_in_one_press_and_it_is_told_who_saw_it"
            ),
        ),
        missing="Those who saw it are not yet told.",
    ),
    Promise(
        id="C54",
        asked="Tell us who looks and what is put in.",
        quoted="inform us of who is using the information and tell us what is being put on there",
        not_yet=(
            "Each look is written down. You can ask who has looked. But you cannot see it by yourself yet."
        ),
    ),
    Promise(
        id="C55",
        asked="Is it worth the money? Few of us need it.",
        not_yet="Nobody has yet written down what it costs and whom it helped.",
    ),
    Promise(
        id="C56",
        asked="It could do more harm than good.",
        not_yet="We keep a list of dangers. But it is not yet a page that you can read here.",
    ),
    Promise(
        id="C57",
        asked="Keep me safe. Where will it be?",
        quoted="where will it be",
        not_yet=(
            "The full notice says it for this show, in which all is made up. A real site must name its "
            "place first."
        ),
    ),
    Promise(
        id="C58",
        asked="Do not trust a machine too much.",
        quoted="u can't put too much trust in a machine",
        how=(
            "The computer may only say who could be who. Each page that all can use says how to reach a "
            "person."
        ),
        tests=(
            "tests/registry/matching/test_rules.py::test_matching_proposes_and_never_links",
            "tests/complaints/test_told.py::test_every_page_says_how_to_complain_and_whom_to_ring",
        ),
    ),
    Promise(
        id="C59",
        asked="Look again each year whether it is safe.",
        not_yet="There is no such yearly look yet.",
    ),
    Promise(
        id="C60",
        asked="Let us take part on the web, on paper or in a meeting.",
        how="You can ask on the web or on paper, in big print too. You do not have to sign in.",
        tests=("tests/house/test_urls.py::test_everybody_gets_the_answer_of_the_table",),
        pages=("complaints:ask", "complaints:paper", "complaints:paper-large"),
        missing="There is no way yet to hold a survey.",
    ),
    Promise(
        id="C61",
        asked="Write so that the youngest of us can read it.",
        how=(
            "A test works out how old you must be to read each page. It may be ten at the most. "
            "Some pages are tried in a browser for those who see or hear less."
        ),
        tests=(
            "tests/complaints/test_reading_age.py::test_a_child_of_ten_can_read_every_page_that_is_open_to_all",
            "tests/journeys/test_first_look.py::test_pages_that_are_open_to_all_have_no_barriers",
        ),
        missing="No child in care has tried these pages yet.",
    ),
    Promise(
        id="C62",
        asked="Keep what is good: one place that shows who helps me.",
        quoted="well done for making this up",
        how="The story of Kelly is told from start to end, as a test, in a real browser.",
        tests=("tests/journeys/test_kellys_story.py::test_people_around_kelly_find_each_other",),
        pages=("complaints:story",),
    ),
    # --- critics and practice, 2009 and after ---
    Promise(
        id="K1",
        asked="Stay on after 18 only if you say yes in writing, and let people take it back.",
        not_yet="There is no way yet to say so here.",
    ),
    Promise(
        id="K2",
        asked="Children should be able to say that they do not want to be on the list.",
        how=(
            "You can say so here. We must answer with reasons in a month, and a second person reads the "
            "answer first."
        ),
        tests=(
            "tests/complaints/test_deadlines.py::test_every_case_has_a_clock_from_the_first_moment",
            "tests/complaints/test_cases.py::test_an_answer_goes_out_when_a_second_officer_has_agreed",
        ),
        pages=("complaints:ask",),
    ),
    Promise(
        id="K3",
        asked="Young people stay away from help when others get to know of it.",
        how=(
            "Help with sex, drugs or a sick mind is never named. It is shown as one plain line, and only "
            "if you said yes or somebody is in grave danger."
        ),
        tests=(
            (
                "tests/shielding/sensitive/test_involvements.py::"
                "test_the_line_names_no_service_no_person_and_no_kind_of_help"
            ),
            (
                "tests/shielding/publication/test_publication.py::"
                "test_a_line_without_consent_shows_nothing_and_stays_sealed"
            ),
        ),
    ),
    Promise(
        id="K4",
        asked="It goes too far into family life.",
        not_yet=(
            "There are ways to hide more. But nobody has yet set out in public whether the list as a "
            "whole is fair."
        ),
    ),
    Promise(
        id="K5",
        asked="Safety came last.",
        quoted="an afterthought",
        how="We plant a hundred leaks, one by one, and a test finds each of them.",
        tests=(
            "tests/house/test_noninterference.py::test_there_are_a_hundred_leaks_and_two_of_every_kind",
            "tests/house/test_noninterference.py::test_leak_is_seen_where_it_is_planted_and_nowhere_else",
        ),
    ),
    Promise(
        id="K6",
        asked="The number must not become an identity card.",
        how=(
            "The number is made by chance and says nothing about you. It is not part of the name of any page."
        ),
        tests=(
            "tests/registry/test_formats.py::test_number_of_the_register_is_random_and_checked",
            "tests/house/test_sideways.py::test_addresses_carry_references_alone",
        ),
    ),
    Promise(
        id="K7",
        asked="The child is not on it when you look.",
        quoted="I think I tried 6 kids and not one was on the system",
        how="A page that finds nobody says what to do next. A worker can ask for the child to be added.",
        tests=(
            (
                "tests/shielding/test_views.py::"
                "test_no_record_found_says_so_without_comfort_and_offers_the_name_alone"
            ),
            (
                "tests/shielding/test_proposal_views.py::"
                "test_proposer_sees_the_record_being_checked_and_adds_their_involvement"
            ),
        ),
        missing="We do not yet count how many children are missing.",
    ),
    Promise(
        id="K8",
        asked="One mistake and people trust it no more. Show how old facts are and what is not there.",
        not_yet="The page says how old each fact is. It does not say yet which sources are not part of it.",
    ),
    Promise(
        id="K9",
        asked="It has to be easy.",
        not_yet="Nobody has measured it with people who use it.",
    ),
    Promise(
        id="K10",
        asked="People were locked out for a long time.",
        how="Who types it wrong too often waits 15 minutes. Then it works again by itself.",
        tests=(
            (
                "tests/access/test_signin.py::TestLockOut::"
                "test_ends_by_itself_after_fifteen_minutes_even_if_tried_meanwhile"
            ),
        ),
        missing="Who forgets a password has to ring somebody.",
    ),
    Promise(
        id="K11",
        asked="It was slow and did not say much.",
        how="The page shows who works with the child, and how to reach them, first of all.",
        tests=(
            "tests/journeys/test_telephone.py::test_four_workers_fit_on_the_first_screen",
            "tests/registry/test_involvements.py::test_an_involvement_has_the_practitioners_own_details",
        ),
    ),
    Promise(
        id="K12",
        asked="Do not make people type things in twice.",
        how="One press adds a worker. Who was sent by a file is not there twice.",
        tests=(
            "tests/registry/test_involvements.py::test_two_clicks_at_once_are_one_involvement",
            "tests/registry/test_involvements.py::test_whoever_a_feed_tells_of_stands_once_and_ends_it_themselves",
        ),
        missing="Other systems of workers are not joined to it yet.",
    ),
    Promise(
        id="K13",
        asked="It did not tell people when something changed.",
        quoted="could have significantly enhanced use",
        not_yet="It does not do so yet.",
    ),
    Promise(
        id="K14",
        asked="People had to remember to look.",
        not_yet="Staff see what waits when they sign in. Nothing is sent to them yet.",
    ),
    Promise(
        id="K15",
        asked="It took long until a fact was there.",
        not_yet=(
            "What comes in is worked on each minute. But no goal is set for the whole way, and nobody "
            "checks it."
        ),
    ),
    Promise(
        id="K16",
        asked="A child is more than marks and labels on a screen.",
        how="There is no room for a mark, a score or a label.",
        tests=(
            "tests/house/test_fields.py::test_no_column_holds_what_may_never_be_held",
            "tests/house/test_fields.py::test_record_has_no_room_for_free_text",
        ),
    ),
    Promise(
        id="K17",
        asked="Some have old, slow or shared computers.",
        how="It works with no scripts. It fits a phone. It signs you out by itself after 15 minutes.",
        tests=(
            "tests/journeys/test_sessions.py::test_everything_works_without_scripts",
            "tests/journeys/test_telephone.py::test_four_workers_fit_on_the_first_screen",
            "tests/access/test_sessions.py::test_fifteen_quiet_minutes_end_a_session",
        ),
    ),
    Promise(
        id="K18",
        asked="It cost too much.",
        not_yet="Nobody counts yet what it costs each council.",
    ),
    Promise(
        id="K19",
        asked="It made more work.",
        not_yet="Nobody has measured how long it takes to reach a worker with it and without it.",
    ),
    Promise(
        id="K20",
        asked="It watches families.",
        how=(
            "There is a short list of reasons to look. Police work, border checks and benefits are not on "
            "it. No page lists children."
        ),
        tests=(
            "tests/house/test_documents.py::test_no_purpose_is_one_that_was_ruled_out",
            "tests/shielding/disclosure/test_search.py::test_no_text_finds_a_list",
        ),
        missing="You cannot yet see by yourself who has looked.",
    ),
    Promise(
        id="K21",
        asked="It must not become a way to watch staff at work.",
        not_yet="No page puts staff in order of how much they do. But no test holds us to that yet.",
    ),
    Promise(
        id="K22",
        asked="It must not be used for more and more things.",
        how="The reasons for which it may be used are fixed. A test goes red when one is added.",
        tests=(
            "tests/ground/test_statute.py::test_the_purposes_are_closed_and_serve_support_and_protection_alone",
            "tests/house/test_documents.py::test_purposes_are_those_that_were_published",
        ),
    ),
    Promise(
        id="K23",
        asked="Do not scare people to sell it.",
        not_yet="No true numbers are shown in public yet.",
    ),
    Promise(
        id="K24",
        asked="It makes people feel safe when they are not.",
        quoted="dangerous illusion of safe, certain and predictable",
        how="A page with no workers on it says that this does not mean that the child is safe.",
        tests=(
            "tests/shielding/test_views.py::test_search_leads_by_card_and_reason_to_the_record_and_an_involvement",
            (
                "tests/shielding/test_views.py::"
                "test_no_record_found_says_so_without_comfort_and_offers_the_name_alone"
            ),
        ),
    ),
    Promise(
        id="K25",
        asked="Facts were used for other things than they were given for.",
        how="Each fact keeps who sent it and when. Each look keeps its reason, from a fixed list.",
        tests=(
            "tests/registry/test_bestview.py::test_every_value_keeps_its_source_and_its_dates",
            "tests/access/test_eyes.py::test_a_purpose_outside_the_closed_list_is_refused",
        ),
    ),
    Promise(
        id="K26",
        asked="It often did not work.",
        how=(
            "We stop each part while people work. They get the right answer, or a page that says what is "
            "wrong."
        ),
        tests=(
            (
                "tests/outages/test_outages.py::"
                "test_who_works_while_a_part_is_killed_gets_right_answers_or_the_page_that_says_so"
            ),
        ),
        missing="There is no page yet that says in public whether it works now.",
    ),
    Promise(
        id="K27",
        asked="Who watches the watchers?",
        how=(
            "Nobody can watch over their own work. When checkers read, that is written down too. Nobody "
            "can change what was written down."
        ),
        tests=(
            "tests/access/test_models.py::test_database_keeps_apart_exactly_the_roles_that_watch_each_other",
            "tests/audit/test_views.py::test_reading_the_trail_stands_in_the_trail",
            "tests/audit/test_trail.py::test_not_even_the_owner_of_the_tables_changes_the_trail",
        ),
        missing="Nobody from outside checks yet.",
    ),
    Promise(
        id="K28",
        asked="Let each worker say at once that a fact is wrong.",
        not_yet="They can say so of a phone number. They cannot say so of a fact about the child yet.",
    ),
    Promise(
        id="K29",
        asked="Show the reports on how safe it is.",
        not_yet="Nobody from outside has written one yet.",
    ),
    Promise(
        id="K30",
        asked="Have a plan for the day when it ends.",
        not_yet="There is no such plan yet.",
    ),
    Promise(
        id="K31",
        asked="Staff did not want it.",
        not_yet="There is no way yet for staff to say what they think of it.",
    ),
    Promise(
        id="K32",
        asked="It did help some, in less than five minutes.",
        quoted="less than five minutes",
        not_yet="Kelly's story is a test. The other stories are not, and we do not time them.",
    ),
    Promise(
        id="K33",
        asked="A council must be able to stop each user, whoever they work for.",
        how="The team of the council can stop a person at once. The next thing that person does fails.",
        tests=(
            (
                "tests/access/test_accounts.py::TestSuspendingRestoringClosing::"
                "test_suspended_then_restored_with_reasons_in_the_trail"
            ),
            "tests/access/test_sessions.py::test_a_suspended_persons_next_request_is_their_last",
        ),
        missing="People of some large charities are in no council's hands yet.",
    ),
    # --- the layered notice of 2009 ---
    Promise(
        id="P1",
        asked="People talk to you and ask you first.",
        quoted="should always talk to you about what they are doing and ask your permission",
        how="The page tells each worker to talk to you first, before it shows whom they can ring.",
        tests=("tests/journeys/test_kellys_story.py::test_people_around_kelly_find_each_other",),
        missing="It does not yet ask the worker what you said.",
    ),
    Promise(
        id="P2",
        asked="People keep it to themselves.",
        how="Staff see no more than they need, and each look is written down with its reason.",
        tests=(
            "tests/shielding/disclosure/test_disclosure.py::test_one_event_says_who_saw_what_and_why",
            "tests/shielding/disclosure/test_disclosure.py::test_every_part_that_is_not_granted_is_withheld",
        ),
    ),
    Promise(
        id="P3",
        asked="You do not have to say the same thing again and again.",
        quoted="a child or a family doesn't have to explain the same things lots of different times",
        how="Workers find each other and can talk. That is what the story of Kelly tests.",
        tests=("tests/journeys/test_kellys_story.py::test_people_around_kelly_find_each_other",),
    ),
    Promise(
        id="P4",
        asked="Two people do not do the same work.",
        how="Each who opens your page sees who else helps you.",
        tests=("tests/journeys/test_kellys_story.py::test_people_around_kelly_find_each_other",),
    ),
    Promise(
        id="P5",
        asked="Help goes on when you move.",
        how="When you move, the new council can take your page over. Once it says yes, that is done at once.",
        tests=(
            "tests/shielding/test_transfers.py::test_accepted_record_changes_hands_at_once",
            "tests/shielding/disclosure/test_search.py::test_a_practitioner_finds_children_of_the_whole_country",
        ),
    ),
    Promise(
        id="P6",
        asked="You can see which systems send facts.",
        how="A page lists them as they are today.",
        tests=("tests/complaints/test_told.py::test_sources_are_those_that_send_now",),
        pages=("complaints:sources",),
    ),
    Promise(
        id="P7",
        asked="There is a short notice and a long one.",
        how="There is a poster, one page and the full notice.",
        tests=("tests/complaints/test_told.py::test_front_page_leads_to_every_page",),
        pages=("complaints:poster", "complaints:one-page", "complaints:notice"),
    ),
    Promise(
        id="P8",
        asked="It works as in the story of Kelly.",
        how="The story is told in pictures. A test walks through all of it.",
        tests=("tests/journeys/test_kellys_story.py::test_people_around_kelly_find_each_other",),
        pages=("complaints:story",),
    ),
)


@dataclass(frozen=True, slots=True)
class Group:
    """The wishes of one kind of people, and how many of them are kept."""

    words: str
    promises: tuple[Promise, ...]

    @property
    def kept(self) -> int:
        return sum(one.is_kept for one in self.promises)

    @property
    def not_kept(self) -> int:
        return len(self.promises) - self.kept


def groups(promises: Sequence[Promise] = PROMISES) -> tuple[Group, ...]:
    """The table by who asked, in its order."""
    return tuple(
        Group(whose.words, tuple(one for one in promises if one.id.startswith(whose))) for whose in Whose
    )


def gaps(promises: Iterable[Promise], tests: Mapping[str, bool], pages: Iterable[str]) -> list[str]:
    """What is wrong with the table: a row that is missing, doubled, or proves nothing.

    ``tests``: every node of pytest there is, and whether it is parametrised; ``pages``: the names of all URLs that
    everybody may ask for.
    """
    table, known = tuple(promises), frozenset(pages)
    wanted = [f"{whose}{number}" for whose in Whose for number in range(1, whose.how_many + 1)]
    have = [one.id for one in table]
    return [
        *(f"{name} is missing" for name in wanted if name not in have),
        *(f"{name} is there twice" for name in sorted(set(have)) if have.count(name) > 1),
        *(f"{name} is not known" for name in have if name not in wanted),
        *(f"{one.id}: {fault}" for one in table for fault in _faults(one, tests, known)),
    ]


def _faults(one: Promise, tests: Mapping[str, bool], pages: frozenset[str]) -> list[str]:
    faults = [f"no test {node}" for node in one.tests if not _is_there(node, tests)]
    faults += [f"no page {name}" for name in one.pages if name not in pages]
    if one.is_kept != bool(one.how) or one.is_kept == bool(one.not_yet):
        faults.append("is either kept, and says how, or says why not")
    if one.missing and not one.is_kept:
        faults.append("says what is missing where all of it is")
    return faults


def _is_there(node: str, tests: Mapping[str, bool]) -> bool:
    """A node as pytest writes it; with the name of a parameter in brackets where the test has parameters."""
    name, bracket, _ = node.partition("[")
    return tests[name] or not bracket if name in tests else False
