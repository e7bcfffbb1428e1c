"""How names are compared: without accents, by ear, in short forms, in every script."""

import string
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from registry import family_names, names, nicknames

LATIN = st.text(string.ascii_letters + "'-’ áàäâéèëêíóöôúüñçßłøåæœžšćńğışđ", min_size=1, max_size=40)
ANY = st.one_of(st.text(max_size=60), LATIN)


def has_letter(text: str) -> bool:
    return any(unicodedata.category(character)[0] == "L" for character in text)


@pytest.mark.parametrize(
    ("written", "normalised"),
    [
        ("O'Brien", "obrien"),
        ("O’BRIEN", "obrien"),
        ("Smith-Jones", "smithjones"),
        ("  de  la Cruz ", "delacruz"),
        ("Łukasz", "lukasz"),
        ("Zoë", "zoe"),
        ("Groß", "gross"),
        ("Bjørn", "bjorn"),
        ("Æthelred", "aethelred"),
        ("Kahoʻohalahala", "kahoohalahala"),
        ("ＡＬＩＣＥ", "alice"),
        ("İpek", "ipek"),
        ("Αλέξανδρος", "αλεξανδροσ"),
        ("محمد", "محمد"),
        ("مُحَمَّد", "محمد"),
        ("李小龙", "李小龙"),
        ("김", "김"),
        ("", ""),
        ("--- '", ""),
    ],
)
def test_spellings_of_one_name_become_the_same_letters(written, normalised):
    assert names.normalise(written) == normalised


def test_vowel_signs_of_indian_scripts_are_part_of_the_name():
    assert names.normalise("मीना") != names.normalise("मना")


@given(ANY)
@example("ΐͅ")
@example("İ̇")
def test_normalising_twice_changes_nothing(text):
    once = names.normalise(text)
    assert names.normalise(once) == once


@given(ANY)
def test_normalised_name_has_no_blank_case_or_punctuation(text):
    for character in names.normalise(text):
        assert unicodedata.category(character) in {"Ll", "Lo", "Lm", "Lu", "Lt", "Nd", "Mn", "Mc"}
        assert not character.isspace()


@given(ANY)
def test_case_never_matters(text):
    assert names.normalise(text.casefold()) == names.normalise(text)


@given(ANY)
def test_every_code_has_one_to_four_characters(text):
    for code in names.codes(text):
        assert 1 <= len(code) <= names.CODE_LENGTH
        assert code == code.strip()


@given(ANY.filter(names.normalise))
def test_name_with_letters_always_has_a_code(text):
    assert names.codes(text)
    assert names.primary_code(text) in names.codes(text)


@given(st.text(st.characters(categories=["Ll", "Lu", "Lo", "Lt"]), min_size=1, max_size=20))
def test_letters_of_every_script_make_a_name(text):
    assert names.normalise(text)
    assert names.codes(text)


@pytest.mark.parametrize("text", ["", " ", "-", "'’", "🙂"])
def test_text_without_letters_has_no_code(text):
    assert names.normalise(text) == ""
    assert names.codes(text) == frozenset()
    assert names.primary_code(text) == ""
    assert names.nicknames(text) == frozenset()


def test_double_metaphone_hears_two_ways_to_say_smith():
    assert names.codes("Smith") == {"SM0", "XMT"}
    assert names.primary_code("Smith") == "SM0"
    assert names.codes("Schmidt") & names.codes("Smith")


def test_double_barrelled_name_is_heard_whole_and_in_parts():
    heard = names.codes("Smith-Jones")
    assert names.codes("Smith") < heard
    assert names.codes("Jones") < heard
    assert names.codes("SmithJones") <= heard
    assert names.codes("Smith Jones") == heard
    assert names.codes("Smith–Jones") == heard


def test_particles_and_initials_are_not_parts():
    assert names.parts("van der Berg") == ("berg",)
    assert names.parts("al-Rashid") == ("rashid",)
    assert names.parts("Mary J.") == ("mary",)
    assert names.parts("El") == ("el",)


def test_word_that_english_cannot_say_keeps_its_first_letters():
    assert names.codes("Hh") == {"hh"}
    assert names.codes("李小龙") == {"李小龙", "LKSL"}, "as it is written, and as Li Xiao Long is heard"
    assert names.primary_code("Πετρόπουλος") == "πετρ"


@given(ANY, ANY)
def test_similarity_is_mutual_and_bounded(a, b):
    alike = names.similarity(a, b)
    assert alike == names.similarity(b, a)
    assert 0 <= alike <= 1


@given(LATIN, LATIN)
def test_similarity_is_one_only_for_the_same_letters(a, b):
    same = bool(names.normalise(a)) and names.normalise(a) == names.normalise(b)
    assert (names.similarity(a, b) == 1) == same


def test_similarity_knows_a_slip_from_another_name():
    assert names.similarity("Kelly", "Kellly") > 0.9
    assert names.similarity("Kelly", "Tim") < 0.5
    assert names.similarity("", "") == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Libby", "Elizabeth"),
        ("Kel", "Kelly"),
        ("Jack", "John"),
        ("Tim", "Timothy"),
        ("Mohammed", "Muhammad"),
        ("Mohamed", "Mohd"),
        ("Zoë", "Zoe"),
        ("Łukasz", "Luke"),
        ("Kasia", "Katarzyna"),
        ("Ayesha", "Aisha"),
        ("Yusuf", "Yousef"),
        ("Gurpreet", "Preet"),
        ("Babatunde", "Tunde"),
        ("Siân", "Jane"),
    ],
)
def test_short_forms_and_spellings_stand_for_one_another(one, other):
    assert names.normalise(other) in names.nicknames(one)
    assert names.normalise(one) in names.nicknames(other)


def test_group_does_not_flow_through_a_shared_short_form():
    assert "alexandra" not in names.nicknames("Alexander")
    assert {"alexandra", "alexander"} <= names.nicknames("Alex")


def test_first_part_of_a_given_name_brings_its_short_forms():
    assert "molly" in names.nicknames("Mary Ann")
    assert "maryann" in names.nicknames("Mary Ann")


def test_short_forms_are_mutual_for_every_name_of_the_table():
    for name, variants in names.VARIANTS.items():
        assert name in variants
        for variant in variants:
            assert name in names.VARIANTS[variant]


@pytest.mark.parametrize(
    "table", [nicknames.GROUPS, nicknames.SHORT_FORMS, family_names.GROUPS, family_names.READINGS]
)
def test_table_is_written_without_repeats(table):
    for line in table:
        words = line.split()
        assert len(words) > 1
        assert len(words) == len(set(words)), line
    assert len(table) == len(set(table))


def test_short_forms_of_one_name_do_not_stand_for_one_another():
    assert "ava" in names.nicknames("Eabha")
    assert "eva" in names.nicknames("Eabha")
    assert "ava" not in names.nicknames("Eva")


def test_spellings_of_one_name_share_their_short_forms():
    assert "izzy" in names.nicknames("Isadore")
    assert "isadore" in names.nicknames("Izzy")
    assert "kathie" in names.nicknames("Catherine")


def test_another_spelling_of_a_name_in_the_table_has_its_short_forms():
    assert "gwendalyn" not in names.VARIANTS
    assert "gwen" in names.nicknames("Gwendalyn")
    assert names.nicknames("Zzyzx") == {"zzyzx"}


def test_family_names_have_variants_of_their_own():
    assert "mukhopadhyay" in names.family_variants("Mukherjee")
    assert {"cheung", "chang"} <= names.family_variants("Zhang")
    assert "chang" not in names.family_variants("Cheung"), "two readings of one sign"
    assert names.family_variants("-") == frozenset()


@pytest.mark.parametrize(
    ("held", "typed"),
    [("Caoimhe", "Keeva"), ("محمد", "Mohammed"), ("Александр", "Aleksandr"), ("Γιώργος", "Giorgos")],
)
def test_name_is_kept_under_a_code_by_which_it_is_asked_for(held, typed):
    assert names.key_codes(held) & names.codes(typed)


@given(LATIN)
def test_every_name_is_kept_under_some_code(text):
    assert names.key_codes(text)
    assert all(len(code) <= names.CODE_LENGTH for code in names.key_codes(text))


@pytest.mark.parametrize(
    ("name", "told"),
    [("Smith-Jones", "smith jones"), ("Mary Ann", "mary ann"), ("Smith", ""), ("van Berg", "berg")],
)
def test_parts_are_told_where_they_say_more_than_the_whole(name, told):
    assert names.telling_parts(name) == told


@given(LATIN.filter(names.normalise))
def test_every_name_stands_for_itself(text):
    assert names.normalise(text) in names.nicknames(text)


@given(ANY)
def test_shown_name_holds_nothing_that_cannot_be_seen(text):
    shown = names.clean_display(text)
    assert names.clean_display(shown) == shown
    assert unicodedata.is_normalized("NFC", shown)
    for character in names.without_needed_joiners(shown):
        assert (
            unicodedata.category(character) not in {"Cc", "Cf", "Cs"} or ord(character) not in names.INVISIBLE
        )


NAMES_WITH_JOINERS = {
    "Persian": "علی\u200cرضا",
    "Sinhala": "ශ්\u200dරීමති",
    "Malayalam": "അനില്\u200d",
    "Bengali": "র\u200d্যামী",
    "Marathi": "कऱ्\u200dहाडे",
    "Kannada": "ಜಾನ್\u200c ಮೇರಿ",
    "Telugu": "రామ్\u200cమూర్తి",
}


@pytest.mark.parametrize("name", NAMES_WITH_JOINERS.values(), ids=NAMES_WITH_JOINERS.keys())
def test_joiner_that_a_script_needs_is_shown_and_does_not_matter_to_a_comparison(name):
    bare = name.replace("\u200c", "").replace("\u200d", "")
    assert names.without_needed_joiners(name) == bare
    assert names.clean_display(name) == name
    assert names.normalise(name) == names.normalise(bare)
    assert names.codes(name) == names.codes(bare)


@pytest.mark.parametrize(
    "text",
    ["Kel\u200dly", "\u200cعلی", "علی\u200c", "علی\u200c\u200cرضا", "a\u200cب", "李\u200d龙", "علی\u200c1"],
)
def test_joiner_in_any_other_place_is_a_trick(text):
    assert names.without_needed_joiners(text) == text
    assert not {"\u200c", "\u200d"} & set(names.clean_display(text))


def test_shown_name_keeps_letters_and_loses_tricks():
    assert names.clean_display(" Zoe\u0308  \u202eO’Neill\u200b\x00 ") == "Zoë O’Neill"
    assert names.clean_display("Mary\tAnn\n") == "Mary Ann"


@pytest.mark.parametrize(
    ("held", "typed"),
    [
        ("Whitford", "Whitfors"),
        ("Murphy", "Muprhy"),
        ("Davies", "Daies"),
        ("Kelly", "Jelly"),
        ("Robinson", "Robinsxon"),
        ("Lewandowski", "Lewadnowski"),
        ("Thomas", "Thoeas"),
    ],
)
def test_a_name_with_a_slip_of_the_finger_is_near_the_name(held: str, typed: str) -> None:
    assert names.primary_code(held) in names.near_codes(typed)


@pytest.mark.parametrize("name", ["Smith", "Łukasz", "李", "O'Brien", "Hh", "1a", "Jean-Marie"])
def test_a_name_is_near_itself(name: str) -> None:
    assert names.primary_code(name) in names.near_codes(name)
    assert all(0 < len(code) <= names.CODE_LENGTH for code in names.near_codes(name))


def test_nothing_is_near_a_text_without_letters() -> None:
    assert names.near_codes("-'") == names.near_initials("-'") == frozenset()


@pytest.mark.parametrize("typed", ["Smith", "mSith", "Ssmith", "xSmith", "O'Smith"])
def test_a_name_begins_with_one_of_the_first_two_letters_that_were_typed(typed: str) -> None:
    assert "s" in names.near_initials(typed)
    assert len(names.near_initials(typed)) <= 2
