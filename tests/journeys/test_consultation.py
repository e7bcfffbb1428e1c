"""Children are asked what they think: a password, a sheet without a name, and what was changed because of it."""

from tests.journeys.desk import Office
from workshop.demo import cast

SCREEN = {"width": 375, "height": 667}
TITLE = "How easy is it to ask?"
QUESTION = "Is it easy to ask what is held about you?"


def test_a_survey_from_its_password_to_what_was_changed(office: Office):
    rosa = office.seat(cast.ROSA)
    rosa.go("/consultations/").is_at("Consultations").press("Make a survey").is_at("Make a survey")
    rosa.choose("Questions of our own").write("What is the survey called?", TITLE)
    rosa.write("Questions of your own", QUESTION).press("Make it").is_at(TITLE)
    survey = rosa.path
    rosa.follow("Give a place its password").write("What is the place called?", "Brook House")
    rosa.press("Make the password").is_at("Password for Brook House").picture("survey-01-password")
    password = rosa.page.locator(".cp-code").inner_text()
    rosa.page.reload()
    rosa.look().is_at("No password to show for Brook House").does_not_read(password)
    rosa.go(survey).press("Open it").is_told("The survey is open")

    kim = office.desk(viewport=SCREEN, java_script_enabled=False)
    kim.go("/").follow("Have your say").is_at("Have your say").reads(TITLE).follow("I have a password")
    kim.write("Password", "bcdf 2345 ghjk").press("Go on").reads("There is no open survey with this password")
    kim.write("Password", password.upper()).press("Go on").is_at(TITLE).picture("survey-02-sheet")
    kim.press("Go on").reads("Answer one question or more")
    kim.choose("Yes").write("Question 1: why? In your own words", "I did it on my telephone").choose(
        "13 to 15"
    )
    kim.press("Go on").is_at("Check what you have said").reads("I did it on my telephone", "13 to 15")
    kim.press("Send").is_at("Thank you")
    kim.page.go_back()
    kim.look().does_not_read("I did it on my telephone")

    rosa.go(survey).follow("Type in a sheet from paper").choose("No").press("Count it").is_told(
        "It is counted"
    )
    rosa.go(survey).follow("Type in a meeting").write("How many children and young people were there?", "7")
    rosa.write("Question 1: hands for yes", "5").write("Question 1: hands for no", "2").press("Count it")
    rosa.is_told("It is counted").follow(QUESTION).choose("I did it on my telephone")
    rosa.write("What do they say, in your words?", "It works on a telephone").press("Put them together")
    rosa.is_told("1 comment is put there").picture("survey-03-comments").follow("Quote it").press("Quote it")
    rosa.reads("Read it once more").choose("I have read it: it names nobody, and nobody can be recognised")
    rosa.press("Quote it").is_told("It is quoted").go(survey).follow("Write what was changed because of it")
    rosa.write("What was changed because of it?", "The form is shorter.").press("Write it down").is_at(TITLE)
    rosa.press("Close it").is_told("Nothing more is counted").press("Publish what came out")
    rosa.is_told("Everybody can read it").picture("survey-04-officer")

    kim.go("/have-your-say/").follow(TITLE).is_at(f"What came out: {TITLE}").picture("survey-05-results")
    kim.reads("What 9 said", "It works on a telephone", "“I did it on my telephone”", "The form is shorter.")
    kim.does_not_read("Brook House", "13 to 15")


def test_what_the_director_counted_is_there_for_everybody(office: Office):
    visitor = office.desk(viewport=SCREEN)
    visitor.go("/have-your-say/").follow("Making ContactPoint work").reads(
        "62 children and young people, 47 of them on a sheet, through 18 places"
    )
    visitor.reads("38 (83%)", "What we changed because of it")
