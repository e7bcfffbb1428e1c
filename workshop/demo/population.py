"""The names people have in the fictional county: five groups, each with a few common names and a long tail.

Given names are real ones, because matching has to cope with them; nobody is meant. Family names are real ones
followed by a long tail put together from syllables. Common names come first in each list: the n-th name of a
list is about 1/n as common as the first.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """One group of families: its share of the county, given names of girls and boys, family names."""

    share: float
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    families: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


def _tail(common: str, stems: str, endings: str) -> tuple[str, ...]:
    """Common names, then every stem with every ending, in an order that mixes both."""
    first, last = _words(stems), _words(endings)
    made = [
        first[(at + step) % len(first)] + last[at % len(last)]
        for step in range(len(first))
        for at in range(len(last))
    ]
    return tuple(dict.fromkeys([*_words(common), *made]))


BRITISH = Group(
    share=0.66,
    girls=_words(
        """Olivia Amelia Emily Isla Ava Jessica Ella Grace Lily Sophie Chloe Evie Mia Poppy Ruby Charlotte Freya
        Daisy Phoebe Alice Florence Millie Elsie Sienna Rosie Isabelle Megan Holly Molly Erin Imogen Lucy Katie
        Bethany Abigail Lauren Georgia Rebecca Eleanor Zoe Zoë Chloë Hannah Amy Leah Matilda Harriet Martha Eliza
        Elizabeth Libby Kelly Jade Niamh Siân Caitlin Kayleigh Tilly Maisie Heidi Lottie Nancy Thea Iris Robyn
        Skye Summer Autumn Willow Bryony Tamsin Morwenna Seren Cerys Ffion Aoife Saoirse Róisín Eilidh Iona Catriona
        Jean-Marie Anna-Mae Lily-Rose Ellie-Mae Gracie-Lou"""
    ),
    boys=_words(
        """Oliver Jack Harry George Noah Charlie Jacob Alfie Freddie Oscar Leo Archie Thomas James William Henry
        Joshua Max Lucas Ethan Arthur Isaac Logan Samuel Joseph Edward Alexander Daniel Benjamin Theo Harrison Finley
        Sebastian Toby Dylan Riley Zachary Reuben Luke Callum Connor Liam Ryan Kieran Nathan Matthew Michael Adam
        Jake Cameron Aaron Owen Rhys Evan Dafydd Iestyn Hamish Fergus Angus Euan Seán Cian Oisín Ciarán Tim Paul
        Stephen Steven Jonathan Jon Christopher Nicholas Peter Philip Robert Rowan Jude Felix Hugo Rory Ewan Caleb
        Blake Jenson Kit Barnaby Tristan Piran John-Paul Alfie-Jay Tommy-Lee"""
    ),
    families=_tail(
        """Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts
        Green Hall Wood Jackson Clarke Harris Lewis Turner Hill Cooper Ward Moore Clark Baker Harrison Morris Carter
        O'Brien O'Connor O'Neill O'Sullivan McDonald MacLeod McCarthy Murphy Kelly Byrne D'Arcy St.John Llewellyn
        Penrose Trevithick Hughes Edwards Price Parry Pritchard""",
        """Ash Bag Black Brad Bur Cald Carl Chad Cold Crow Dal Dun El Fair Fen Gar Grim Had Haw Hazel Hor Kirk Lang
        Lind Long Mal Mars Mer Mill Mor Nor Oak Pen Pick Ren Rod Rush Sal Sea Sel Sher Stan Stoke Sut Swin Thorn
        Tilde Under Wal Wen Whit Win Wol Wyn""",
        """ford ley ton worth bury ham stead field wick combe den brook by cliffe cote dale foot gate grave hurst land
        ling mere more rick ridge shaw sley stock stone thwaite tree well wood yard""",
    ),
)
SOUTH_ASIAN = Group(
    share=0.15,
    girls=_words(
        """Aisha Fatima Maryam Zara Ayesha Zainab Khadija Amina Sana Hafsa Aaliyah Safiya Iqra Maryum Noor Inaya Aysha
        Priya Anjali Pooja Nisha Meera Deepika Simran Jasleen Harpreet Gurpreet Kiran Kavya Ananya Diya Shreya Riya
        Saima Rukhsana Shabnam Tahira Nasreen Sumaiya Halima Laila Layla Leila Jaspreet Manpreet Parveen Yasmin"""
    ),
    boys=_words(
        """Mohammed Muhammad Mohammad Ali Ibrahim Yusuf Hamza Ahmed Abdullah Hassan Hussain Bilal Umar Omar Zain Ismail
        Imran Mohamed Usman Adam Haris Zakariya Musa Haroon Tariq Khalid Junaid Rayyan Arjun Rohan Aryan Dev Krishna
        Ravi Sanjay Vikram Amit Nikhil Gurdeep Jasdeep Harjit Manjit Sukhdeep Faisal Kamran Shoaib Yousuf Yahya Aarav
        Ishaan"""
    ),
    families=_tail(
        """Khan Patel Singh Ahmed Hussain Begum Ali Kaur Shah Hussein Iqbal Mahmood Malik Akhtar Mohammed Rahman Miah
        Uddin Chowdhury Choudhury Islam Hassan Mirza Butt Sharma Gupta Kumar Mehta Desai Joshi Rao Nair Iyer Reddy
        Banerjee Mukherjee Das Gill Sandhu Dhillon Sidhu Bhatti Chaudhry""",
        """Bal Bhar Chan Dev Dhar Gan Gur Har Jai Kal Kir Lak Man Mukh Nand Par Praj Raj Ram Sar Shan Sur Tej Var
        Vish Zaf Ash Far Nas Waq""",
        """ani anand apati deep deo endra eshwar ina inder iwal jee kar lal mani nath pal preet rai sagar shah van vala
        wala war wal yar""",
    ),
)
AFRICAN = Group(
    share=0.07,
    girls=_words(
        """Amara Zuri Ama Abena Akosua Esi Chioma Ngozi Ifeoma Adaeze Folasade Temitope Yetunde Funmilayo Aminata Fatou
        Mariama Hodan Fadumo Hawa Ayaan Selam Hiwot Tendai Rudo Thandiwe Naledi Blessing Grace Esther Deborah Faith
        Mercy Joy Nkechi Ebele Adwoa Efua Safia Sagal"""
    ),
    boys=_words(
        """Kwame Kofi Kwabena Kojo Emeka Chinedu Obinna Chidi Tunde Babatunde Ayodele Olumide Segun Temi Ibrahima
        Ousmane Moussa Mamadou Abdi Abdirahman Yusuf Liban Dawit Yohannes Tesfaye Tafadzwa Tendai Farai Themba Sipho
        Emmanuel Samuel Daniel David Joshua Prince Elijah Israel Gift Kelvin"""
    ),
    families=_tail(
        """Mensah Owusu Boateng Osei Appiah Asante Adjei Okafor Okoro Eze Nwosu Obi Adeyemi Adebayo Ogunleye Balogun
        Okonkwo Diallo Traoré Koné Camara Diop Mohamed Abdi Warsame Hassan Tesfaye Bekele Moyo Ncube Ndlovu Sibanda
        Banda Phiri Mwangi Kamau Otieno Kone N'Diaye""",
        """Ade Afo Ake Ama Ayo Baba Chi Efe Eke Ezi Fola Ife Ike Kwa Mba Nna Nwa Oba Odu Ola Olu Ona Oru Oye Tem Uche
        Uzo Wale""",
        """agbo bayo bola chukwu dele diran femi funmi gbenga juwon kemi kunle laja lola mide nike niyi rin ronke sanya
        tade tayo tola wale wande yemi""",
    ),
)
EAST_EUROPEAN = Group(
    share=0.08,
    girls=_words(
        """Zuzanna Julia Maja Zofia Hanna Lena Alicja Maria Amelia Oliwia Aleksandra Wiktoria Natalia Emilia Antonina
        Laura Nikola Gabriela Magdalena Agnieszka Katarzyna Kinga Weronika Martyna Andreea Ioana Elena Alexandra Daria
        Anastasia Kateryna Sofiia Emilija Liepa Ugnė Małgorzata Łucja Bożena Bianca Raluca"""
    ),
    boys=_words(
        """Jakub Antoni Jan Szymon Franciszek Filip Aleksander Mikołaj Wojciech Kacper Adam Marcel Michał Stanisław
        Wiktor Igor Tomasz Piotr Paweł Mateusz Bartosz Krzysztof Łukasz Marcin Rafał Dawid Oliwier Nikodem Andrei
        Ștefan Mihai Alexandru Ionuț Luka Nojus Matas Jokūbas Oleksandr Danylo Maksym"""
    ),
    families=_tail(
        """Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski
        Kozłowski Jankowski Mazur Kwiatkowski Krawczyk Kaczmarek Piotrowski Grabowski Pawłowski Popa Popescu Ionescu
        Dumitru Stan Kazlauskas Petrauskas Jankauskas Shevchenko Kovalenko Bondarenko Novák Horváth Łęcki Żak""",
        """Adam Bart Bog Bor Brzez Chmiel Czar Dob Drozd Gór Grab Jab Jas Jaw Kal Kar Klim Koc Kon Kop Kras Kub Lip
        Mac Mal Mark Mich Mroz Ol Or Pac Pias Rad Rog Rud Sad Sik Sob Stach Szcz Tom Urb Wal Was Wil Wit Zar""",
        "ski owski ewski iński czyk czak ak ek ka owicz ewicz iak uk arz as",
    ),
)
OTHER = Group(
    share=0.04,
    girls=_words(
        """Mei Ling Xiu Jia Yan Thuy Linh Huong Mai Anh Yuki Hana Sakura Elif Zeynep Ayşe Leyla Defne Maria Ana Beatriz
        Inês Sofía Lucía Valentina Camila Noor Rana Dalia Yara Shirin Parisa Roya Marisol Joana Mariana Chiara Giulia
        Eun-ji Min-seo"""
    ),
    boys=_words(
        """Wei Jun Ming Hao Chen Minh Duc Nam Quang Hiroshi Kenji Haruto Emre Mehmet Mustafa Kerem José Luís João Tiago
        Miguel Mateo Santiago Diego Andrés Karim Samir Tarek Rami Omid Reza Darius Marco Luca Matteo Thiago Min-jun
        Ji-ho Can Deniz"""
    ),
    families=_tail(
        """Wong Chan Chen Li Wang Zhang Liu Nguyen Nguyễn Tran Trần Pham Lê Kim Park Lee Tanaka Suzuki Yılmaz Kaya Demir
        Şahin Silva Santos Ferreira da_Silva dos_Santos García Fernández Rodríguez Muñoz Rossi Bianchi Haddad Khoury
        Al-Rashid El-Sayed Hosseini Karimi Schröder Müller Dubois Lefèvre Jørgensen Åkesson""",
        """Al Bar Cal Dem Far Gal Her Kor Lam Mar Nav Or Per Quin Ros Sal Tav Ul Val Yil Zam""",
        """ado aldi anez ani aro doğan ellini era eri etti far ieri ino kaya mez oğlu osa poor quez tekin zadeh zano""",
    ),
)
GROUPS = (BRITISH, SOUTH_ASIAN, AFRICAN, EAST_EUROPEAN, OTHER)

TOWNS = (
    "Westmarch Haven",
    "Upper Marchbury",
    "Marchbury",
    "Saltings End",
    "Three Mile Fold",
    "Nether Quay",
    "Grimley-on-March",
    "Withy Bridge",
    "St Petrock's Gate",
    "Coldharrow",
)
EAST_TOWNS = ("Eastmarch", "Far Eastmarch")
STREETS = tuple(
    f"{first} {last}"
    for first in _words(
        """Alder Beacon Bittern Bramble Chapel Cinder Curlew Dyke Ferry Foundry Gorse Harrier Heron Kiln Lapwing Lime
        Malt Marsh Orchard Osier Plover Quarry Saltmarsh Sluice Station Teasel Tithe Vicarage Weavers Wharf"""
    )
    for last in _words("Road Street Lane Close Row Court Avenue Way Terrace Gardens")
)
