"""Ruined letters are told from names that are well written, in whatever language."""

import random

import pytest

from registry import formats
from registry.feeds import mojibake, parsers

LANGUAGES = {
    "Afrikaans": "áäéèêëíîïóôöúûü",
    "Albanian": "çë",
    "Amharic": "ሀለሐመሠረሰሸቀበተቸኀነኘአከኸወዐዘዠየደጀገጠጨጰጸፀፈፐ",
    "Arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىة",
    "Armenian": "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
    "Azerbaijani": "çəğıöşü",
    "Bengali": "অআইঈউঊএঐওঔকখগঘচছজঝটঠডঢণতথদধনপফবভমযরলশষসহািীুূেৈোৌ",
    "Bosnian, Croatian, Serbian": "čćđšž",
    "Breton": "êñù",
    "Bulgarian": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "Catalan": "àçèéíïòóúü",
    "Chinese": "李王张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗",
    "Czech": "áčďéěíňóřšťúůýž",
    "Danish and Norwegian": "åæøéòô",
    "Dutch": "áéíóúëïöü",
    "Esperanto": "ĉĝĥĵŝŭ",
    "Estonian": "äõöüšž",
    "Ewe and Twi": "ɖɛƒɣŋɔʋáé",
    "Faroese": "áðíóúýæø",
    "Finnish": "äöšž",
    "French": "àâæçèéêëîïôœùûüÿ",
    "Georgian": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "German": "äöüß",
    "Greek": "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώϊϋ",
    "Gujarati": "અઆઇઈઉઊએઐઓઔકખગઘચછજઝટઠડઢણતથદધનપફબભમયરલવશષસહ",
    "Hausa": "ɓɗƙƴ",
    "Hawaiian": "āēīōū",
    "Hebrew": "אבגדהוזחטיכלמנסעפצקרשתםןףץ",
    "Hindi": "अआइईउऊएऐओऔकखगघचछजझटठडढणतथदधनपफबभमयरलवशषसहािीुूेैोौं",
    "Hungarian": "áéíóöőúüű",
    "Icelandic": "áðéíóúýþæö",
    "Igbo and Yoruba": "ịọụṅẹṣáàéèíìóòúù",
    "Irish and Gaelic": "áéíóúàèìòù",
    "Italian": "àèéìòùî",
    "Japanese": "あいうえおかきくけこさしすせそたちつてとアイウエオカキクケコ",
    "Korean": "김이박최정강조윤장임한오서신권황안송류홍",
    "Kurdish": "çêîşû",
    "Latvian": "āčēģīķļņšūž",
    "Lithuanian": "ąčęėįšųūž",
    "Maltese": "ċġħżàèìòù",
    "Persian": "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
    "Polish": "ąćęłńóśźż",
    "Portuguese": "áàâãçéêíóôõúü",
    "Punjabi": "ਅਆਇਈਉਊਏਐਓਔਕਖਗਘਚਛਜਝਟਠਡਢਣਤਥਦਧਨਪਫਬਭਮਯਰਲਵਸਹ",
    "Romanian": "ăâîșțşţ",
    "Russian": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "Sami": "áčđŋšŧž",
    "Sinhala": "අආඇඈඉඊඋඌඑඒඔඕකඛගඝචඡජටඩතථදධනපඵබභමයරලවශෂසහ",
    "Slovak": "áäčďéíĺľňóôŕšťúýž",
    "Spanish": "áéíñóúü",
    "Swedish": "åäöé",
    "Tamil": "அஆஇஈஉஊஎஏஐஒஓஔகஙசஞடணதநபமயரலவழளறன",
    "Thai": "กขคงจฉชซญฎฏฐณดตถทธนบปผฝพฟภมยรลวศษสหอ",
    "Turkish": "çğıöşüâîû",
    "Ukrainian": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "Vietnamese": "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    "Welsh": "âêîôûŵŷáéíóúẃýàèìòùẁỳäëïöüẅ",
}
OFTEN_LATIN = "abdefghijklmnoprstuvwz"
BETWEEN = " -‑–'’‘´\u00a0`"


def made_up_names(letters: str, count: int) -> list[str]:
    """Names that nobody has, of the letters of one language, in small letters, with capitals and in capitals."""
    chance = random.Random(letters)
    is_latin = letters[0] < "\u0370" or "\u1e00" < letters[0] < "\u1f00"

    def word() -> str:
        made = "".join(
            chance.choice(OFTEN_LATIN if is_latin and chance.random() < 0.6 else letters)
            for _ in range(chance.randint(2, 9))
        )
        shape = chance.random()
        if shape < 0.6:
            return made.capitalize()
        return made.upper() if shape < 0.85 else made if shape < 0.95 else f"Mc{made.capitalize()}"

    return [
        chance.choice(BETWEEN).join(word() for _ in range(chance.choice((1, 1, 2, 2, 3))))
        for _ in range(count)
    ]


def ruined(text: str, encoding: str = "cp1252") -> str:
    """The text in UTF-8, read byte for byte in the encoding, or as a control character where it has none."""
    return "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())


def is_refused(text: str) -> bool:
    try:
        mojibake.refuse_in_name(text)
        mojibake.refuse_in_text(text)
    except formats.Invalid:
        return True
    return False


@pytest.mark.parametrize("letters", LANGUAGES.values(), ids=LANGUAGES.keys())
def test_no_name_that_is_well_written_is_taken_for_ruined(letters):
    names = made_up_names(letters, 1_500)
    assert [name for name in names if is_refused(name)] == []


@pytest.mark.parametrize("letters", LANGUAGES.values(), ids=LANGUAGES.keys())
def test_nearly_every_ruined_name_is_found(letters):
    """All but a few short ones and some in capitals, which might have been meant so."""
    names = [name for name in made_up_names(letters, 1_500) if set(name) & {*letters, *letters.upper()}]
    missed = [name for name in names if not is_refused(ruined(name).strip())]
    assert len(missed) <= len(names) * 0.05, missed[:20]


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Zoë",
            "O’Brien",
            "Łucja",
            "Şahin",
            "Świerk",
            "Wójcik",
            "Nicolà",
            "Niccolò",
            "Đặng",
            "Nguyễn",
            "Иванна",
        ),
        *(
            "محمد",
            "李小龙",
            "김",
            "Ωμέγα",
            "প্রিয়া",
            "Ștefana",
            "Čapka",
            "Ďurica",
            "Əliyeva",
            "JOSÉ",
            "MÜLLER",
            "Ćosić",
        ),
        *(
            "Ñíguez",
            "Ínigo",
            "Œuvre",
            "Ève",
            "Ásgeira",
            "Þóra",
            "Ýmir",
            "Ðorgeira",
            "Šárka",
            "Šimon",
            "Žofie",
            "Ő",
            "Ű",
        ),
        *(
            "Ömer",
            "Öztürk",
            "ÑANDÚ",
            "Òscar",
            "Ēriks",
            "Ėglė",
            "Ħal",
            "Ġorġa",
            "Čeněk",
            "NĚMEC",
            "À",
            "Anne\u00a0Maria",
        ),
    ],
)
def test_name_is_told_from_what_another_encoding_made_of_it(name):
    assert not is_refused(name)
    assert is_refused(ruined(name).strip())
    assert is_refused(ruined(name, "latin-1").strip()) or not ruined(name, "latin-1").isprintable()


@pytest.mark.parametrize("encoding", ["cp437", "cp850", "mac_roman"])
@pytest.mark.parametrize("name", ["Zoë", "José", "Müller", "O’Brien"])
def test_old_systems_leave_their_own_marks(name, encoding):
    assert is_refused(ruined(name, encoding))


def test_name_that_was_ruined_twice_is_found():
    for name in ("Zoë", "Łucja", "Ștefana", "O’Brien"):
        assert is_refused(ruined(ruined(name)))


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Ó’Brien",
            "O’Éire",
            "D’Éon",
            "’t Hart",
            "‘Abd al-Rahman",
            "'Mampho",
            "Kahoʻohala",
            "Mª José",
            "MacÀidh",
        ),
        *(
            "Éva’s",
            "JOSÉ–MARIA",
            "RENÉ\u00a0ANNE",
            "IRMÃ DULCE",
            "São João",
            "GONÇALO",
            "Lã Thị",
            "LÃ",
            "Ä",
            "Øystein",
        ),
        *(
            "ÅSE",
            "Åse–Øyvind",
            "L·luís",
            "Gal·la",
            "Ñuñez",
            "Þórr",
            "ßettina",
            "Æsa",
            "Šš",
            "X Æ A-12",
            "Ŵan",
            "Iʻo",
        ),
    ],
)
def test_signs_and_capitals_that_names_have_are_in_order(name):
    assert not is_refused(name)


@pytest.mark.parametrize(
    "name", ["Zo?", "?ucja", "Jos? Maria", "M?ller", "Zo\ufffd", "\ufffdlvaro", "Chlo\ufffd\ufffd"]
)
def test_letter_that_was_lost_is_named_as_lost(name):
    with pytest.raises(formats.Invalid, match="letter of this was lost"):
        parsers.NAME.read(name)
    with pytest.raises(formats.Invalid, match="letter of this was lost"):
        parsers.TEXT.read(f"{name} Imaginary")


@pytest.mark.parametrize(
    "line", ["10½ High Row", "Why Not?", "Flat ?", "Crème Brûlée Row", "Nº 5", "£1 Row", "A & B?"]
)
def test_line_of_an_address_may_have_signs(line):
    assert parsers.STREET.read(line) == line


@pytest.mark.parametrize("line", ["CafÃ© Row", "Â½ Mill Row", "Oâ€™Brien Row", "Caf? Row", "CafÃ\u00a9"])
def test_ruined_line_of_an_address_is_refused(line):
    for parser in (parsers.STREET, parsers.TEXT):
        with pytest.raises(formats.Invalid):
            parser.read(line)


def test_sentence_says_what_happened_and_repeats_nothing():
    with pytest.raises(formats.Invalid) as refusal:
        parsers.NAME.read("ZoÃ«")
    assert "read as if it were in another encoding" in refusal.value.problem
    assert "Export the file again" in refusal.value.remedy
    assert "Zo" not in str(refusal.value)
