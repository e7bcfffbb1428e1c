"""Given names that people use for one another.

One line is one group: names, short forms and spellings under which the same person may be known to two
services. The table covers names in use in England, among them the many ways in which names from South
Asia, Africa, Poland and the Arabic-speaking countries are written in Latin letters. A name may stand in
several groups (Alex is short for Alexander and for Alexandra); the groups do not flow into each other
through it, so that Alexander never becomes Alexandra.

A member of a group is a reason to look at a record, never a reason to join two.
"""

GROUPS: tuple[str, ...] = (
    # English, Scottish, Welsh, Irish: mostly given to girls
    "abigail abbie abby abi gail abbigail abigayle",
    "adelaide addie adele heidi",
    "agnes aggie nessie nesta",
    "aileen eileen ilene",
    "aisling ashling aislinn aisleen",
    "alexandra alex ali lexi lexie sandra sandy sasha alexa aleksandra ola alessandra",
    "alice ali allie alys alyce alicia",
    "alison ali allison alyson allie",
    "amanda mandy manda",
    "amelia millie amy mia emelia emilia amelie milly",
    "amy aimee amie ami",
    "angela angie ange angelina aniela",
    "anna ann anne annie ana anya hannah nan nancy ania hania anka",
    "annabel annabelle bella anabel belle anabelle",
    "antonia toni tonia antonina tosia",
    "barbara babs barb barbie basia",
    "beatrice bea bee trixie beatrix bebe",
    "bernadette bernie detta",
    "bethany beth bethan bethanie",
    "bridget biddy bridie brigid brigitte bridgette",
    "caitlin kaitlin katelyn caitlyn kaitlyn katelin kate katie",
    "caroline carrie carol carolyn caz carolina karolina karolinka",
    (
        "catherine cath cathy kate katie kathy kitty kay kat kathryn katherine catharine katharine "
        "cathryn katarzyna kasia katrina catriona caitriona"
    ),
    "cecilia cissy celia cece cecily",
    "charlotte charlie lottie lotte char charley carlotta",
    "chloe clo khloe chloë",
    "christina chris tina chrissie christine christie kirsty kirsten krystyna krysia kristina",
    "clara clare claire clair",
    "constance connie",
    "danielle dani danni daniella daniela",
    "deborah debbie deb debs debra deborrah",
    "diana di diane dianne dee",
    "dorothy dot dottie dolly dora dorothea dorota dorotka",
    "eleanor ellie nell nellie nora elinor eleanora ella elena lena leonora",
    (
        "elizabeth liz lizzie lizzy beth betty betsy bess bessie libby libbie eliza elsie lisa lisbeth "
        "ellie elisabeth elspeth lilibet elzbieta ela liza babette elise"
    ),
    "ellen ellie helen nell nellie elen",
    "emily em emmie millie milly emilie emilia emilee",
    "emma em emmie ema",
    "erin eryn aerin",
    "esther essie hester hettie ester",
    "eve evie eva evelyn ewa ewunia",
    "florence flo florrie flossie flora",
    "frances fran frankie francesca fanny cesca franciszka frania chess",
    "gabrielle gabby gabi gaby gabriella gabriela gabrysia",
    "georgina george georgie gina georgia georgiana",
    "geraldine gerry geri",
    "gillian gill jill jillian gilly",
    "grace gracie graca",
    "gwendoline gwen gwenda wendy gwendolyn gwenllian",
    "hannah hanna hana nan annie hannie chana",
    "harriet hattie harri harriett hettie etta harry",
    "heather hev",
    "helen nell nellie lena helena helene ellen elena halina helenka",
    "imogen immy immie imogene",
    "isabel izzy bella belle isabella isabelle isobel ishbel isobelle izabela iza izzie bel",
    "jacqueline jackie jacqui jaqueline jacquelyn jacky",
    "jane janie jenny janet jayne sian siân jan",
    "janet jan jess jessie jeanette",
    "jasmine jas jaz jazz yasmin yasmine jasmin yasmeen jazmin",
    "jean jeanie jeannie jeanne",
    "jennifer jen jenny jenni jennie jenna jenifer",
    "jessica jess jessie jesica",
    "joan joanie jo siobhan joanna",
    "joanna jo joanne joan johanna joann joasia asia",
    "josephine jo josie josefina jozefina fifi posy",
    "judith judy jude jodie judyta",
    "julia julie jules juliet julianna julka juliana",
    "karen kaz karin caren karyn",
    "kayleigh kayley kaylee caleigh keighley kayleah",
    "kelly kel kellie kelley kelli",
    "kimberley kim kimberly kimmy kimberlee",
    "laura laurie lauren lori lora laurel",
    "leah lea lia leia",
    "lesley les lesleyanne",
    "lillian lily lilly lil lilian lillie liliana lila",
    "louise lou lulu louisa luisa lucia",
    "lucy lucie luce lucinda cindy lucia lucja",
    "lydia liddy lyddie lidia",
    "madeleine maddie maddy madeline madelyn magdalena magda madalyn magdalene",
    (
        "margaret maggie meg peggy madge marge margie rita greta daisy mags peg molly margaretta "
        "malgorzata gosia margot marguerite mairead megan"
    ),
    "maria mary marie mia moira maura marysia marianna mariah mariam",
    "martha mattie marta marty",
    "mary molly polly may mae mamie maria maire miriam maryam mari moll",
    "matilda tilly mattie tilda maud tillie mathilda",
    "megan meg meghan meagan megs",
    "melanie mel mellie",
    "melissa mel lissa missy",
    "michelle shell shelly chelle michele michaela",
    "mollie molly",
    "natalie nat natalia nathalie natasha natalka talia",
    "natasha tasha tash nat natalia natacha",
    "niamh neve neave nieve",
    "nicola nicky nikki nic nicole nichola nicolette nikola",
    "olivia liv livvy ollie livia oliwia livvie olive alivia",
    "pamela pam pammy",
    "patricia pat patsy trish tricia patti paddy patrycja trisha",
    "paula pauline polly paulina paulette",
    "penelope penny pen nell",
    "philippa pippa pip phillipa phil philipa",
    "phoebe pheebs febe phebe",
    "priscilla cilla prissy",
    "rachel rach rae rachael raquel rachelle rahela",
    "rebecca becky becca bex beck rebekah becki reba",
    "rosemary rose rosie romy rosemarie rosamund rosalind rosa roza rozalia",
    "roisin rosheen róisín",
    "ruth ruthie",
    "samantha sam sammy sami",
    "sarah sara sally sadie sal zara sarrah",
    "shannon shan shannen",
    "sharon shaz shazza sharron",
    "sheila shelagh sheelagh sile síle",
    "sinead shinead sinéad",
    "siobhan shivaun chevonne shevaun siobhán",
    "sophie sophia soph sofia zofia zosia sophy sofie",
    "stephanie steph stef stevie stefania stephany stefanie",
    "susan sue susie suzy suzanne susanna zuzanna sukie susannah zuzia suzie shoshana",
    "sylvia silvia sylvie sylwia",
    "tabitha tabby",
    "teresa tess tessa terry theresa tracy therese terri",
    "tracey tracy tracie",
    "valerie val",
    "vanessa nessa ness",
    "veronica ronnie vera vron weronika nika wera",
    "victoria vicky vicki tori vix vikki wiktoria viktoria vic wika",
    "virginia ginny gina ginger",
    "winifred win winnie freda",
    "yvonne evonne von",
    "zoe zoey zowie zoë zoya zoi",
    # English, Scottish, Welsh, Irish: mostly given to boys
    "aaron aron ron arron aharon",
    "abraham abe bram ibrahim abram",
    "adam ad adamek",
    "adrian ade adrien adrianek",
    "aidan aiden aden aodhan",
    "alan al allan allen alun",
    "albert al bert bertie albie alby",
    (
        "alexander alex al alec alexei sandy xander sasha alasdair alistair alastair alister iskander "
        "aleksander olek lex alejandro"
    ),
    "alfred alf alfie fred alfredo",
    "andrew andy drew andre andreas andrzej andriy andrei",
    "angus gus aonghus innes",
    "anthony tony ant antony anton antoni antek antonio",
    "archibald archie arch",
    "arthur art artie artur",
    "austin augustus gus augustine",
    "barnaby barney barnabas",
    "bartholomew bart bartek bartosz",
    "benedict ben benny benedykt",
    "benjamin ben benji benny benj bengamin beniamin",
    "bernard bernie barney",
    "bradley brad",
    "brandon bran branden brendan brendon",
    "brian bryan bri bryn",
    "callum calum cal kallum malcolm",
    "cameron cam camron kameron",
    "charles charlie chuck chas carl karl charley karol karolek",
    "christian chris kristian krystian",
    "christopher chris kit topher christophe krzysztof krzys kristopher",
    "clifford cliff",
    "colin col cailean",
    "connor conor con konnor konor",
    "cornelius neil con corny",
    "craig kraig",
    "cuthbert bert cuddy",
    "cyril cy kyril",
    "damian damien damo",
    "daniel dan danny danyal danial daniil danylo daniyal",
    "darren daz darran daren darrin",
    "david dave davy davie dai dewi daud dawood dawid daoud taffy",
    "dean deane",
    "declan dec deklan",
    "dennis den denny denis denys",
    "derek del derrick deric",
    "dominic dom nic dominick dominik",
    "donald don donnie donal",
    "douglas doug dougie",
    "dylan dyl dillon dillan",
    "edmund ed eddie ned edmond ted",
    "edward ed eddie ted teddy ned eduard edvard edek",
    "elliot eliot elliott eliott eli",
    "emmanuel manny manuel emanuel immanuel",
    "eric erik rick eryk",
    "ethan eathan ethen",
    "euan ewan owen ewen eoghan iwan",
    "eugene gene owen",
    "ezekiel zeke",
    "felix fliss feliks",
    "finlay fin finn finley findlay finnley",
    "francis frank frankie fran franciszek franek frantz",
    "franklin frank frankie",
    "frederick fred freddie freddy frederic fredrick fryderyk rick",
    "gabriel gabe gab jibril gabryel",
    "gareth gaz gary garth garry",
    "gary gaz garry",
    "gavin gav gawain",
    "geoffrey geoff jeff jeffrey jeffery geoffry",
    "george georgie geordie jerzy yuri jorge jurek georgios gheorghe",
    "gerald gerry jerry ger gerard gerrard",
    "gilbert gil bert",
    "glyn glynn glen glenn",
    "graham graeme grahame gray",
    "gregory greg gregor gregg grzegorz grigori",
    "guy guido",
    "harold harry hal harald",
    "harrison harry harri",
    "harvey harv hervey",
    "henry harry hal hank henri henryk heinrich enrique",
    "herbert herb bert herbie",
    "howard howie",
    "hugh hughie huw hugo shug",
    "ian iain ion eoin",
    "isaac zac ike issac izaak ishaq izzy isak",
    "jack john jackie jackson jacky jak jac",
    "jacob jake jakob jakub yaqub kuba coby yakub yaakov jacoby",
    "jackson jack jaxon jaxson",
    "james jim jimmy jamie jem seamus hamish jimi jago jimmie seumas",
    "jason jay jayson jase",
    "jayden jaden jaiden jay jaydon",
    "jeremy jez jerry jem jeremiah jeremi jezza",
    "jermaine germaine jay",
    "joel jole yoel",
    "john jack johnny jon sean jonny ian ivan juan jan johann johnnie jonathan evan yahya giovanni",
    "jonathan jon jonny jonathon nathan johnathan johnny jonty",
    "jordan jord jordy jorden",
    "joseph joe joey yusuf josef jozef jose jos youssef giuseppe yousef",
    "joshua josh jos yusha",
    "julian jules julien",
    "justin justyn jus",
    "keith kieth",
    "kenneth ken kenny",
    "kevin kev kevan",
    "kieran keiran keiron ciaran kieron ciarán kyran",
    "kyle kile kyal",
    "lachlan lochlan lachie locky",
    "lawrence larry lawrie laurie laurence loz lorcan laurent wawrzyniec",
    "lee leigh li",
    "leo leon leonard lenny leopold len lev leonardo lionel",
    "leslie les lesley",
    "lewis louis lou lew lui louie luis ludwik llewellyn",
    "liam william",
    "lucas luke luca lukas luc lukasz lucian",
    "malachy malachi mal",
    "marcus marc mark marco marek markus",
    "mark marc marcus marek marko",
    "martin marty mart martyn marcin",
    "matthew matt matty mathew matteo mateusz matthias maciej matthieu matias mat",
    "maurice mo morris maury",
    "maximilian max maxim maxwell maksymilian maks",
    "michael mike mick mikey micky mickey mikhail michal mikael miguel micheal mikail mihai misha mitch",
    "mitchell mitch",
    "morgan morgann",
    "nathan nate nat nathaniel natan",
    "nathaniel nathan nate nat nathanael nathanial",
    "neil neal niall nigel niel",
    "nicholas nick nicky nic nicolas nikolas nico mikolaj nikolai niklas colin klaus",
    "noah noa nuh",
    "norman norm",
    "oliver ollie olly oli olivier oliwier noll",
    "oscar oskar ossie",
    "oswald oz ozzy ossie",
    "owen owain ewan eoin",
    "patrick pat paddy rick patryk padraig padraic patrik",
    "paul pauly pawel pablo paulo pavel pol",
    "percival percy",
    "peter pete piotr pedro petey pyotr piers petr pierre petros piotrek",
    "philip phil pip phillip filip felipe phillippe",
    "quentin quinn quinten",
    "ralph rafe raph rolf",
    "raymond ray raimund",
    "reginald reg reggie",
    "reuben ruben rueben",
    "rhys reece reese rees",
    "richard rick dick ricky rich richie ritchie ricardo ryszard rickie",
    "robert rob bob bobby robbie bert robin rupert roberto roddy",
    "robin rob robbie robyn",
    "roderick rod roddy rory",
    "rodney rod",
    "roger rog rodger",
    "ronald ron ronnie",
    "rory ruairi ruari ruaridh ruaraidh",
    "rowan rohan roan",
    "roy royston",
    "rupert rupe ru",
    "russell russ russel",
    "ryan ry rian",
    "samuel sam sammy shmuel samuele",
    "scott scot scotty",
    "sean shaun shawn shane seán shaughn",
    "sebastian seb bastian baz sebastien seba",
    "sidney sid sydney",
    "simon si simeon szymon shimon",
    "solomon sol solly suleiman",
    "spencer spence",
    "stanley stan stanislaw stas",
    "stephen steve steven stevie stefan stephan szczepan steffan",
    "stuart stu stewart stew",
    "taylor tay tayler",
    "terence terry tel terrence terrance",
    "theodore theo ted teddy teodor theodor",
    "thomas tom tommy thom tomos tomasz tomek tomas tam",
    "timothy tim timmy timothee tymoteusz",
    "toby tobias tobe tobiasz",
    "tristan tris tristram tristian",
    "vernon vern",
    "victor vic wiktor viktor",
    "vincent vince vinny vin wincenty vinnie",
    "wallace wally",
    "walter wally walt wat",
    "warren waz",
    "wayne wain",
    "wesley wes",
    "wilfred wilf fred wilfrid wilfie",
    "william will bill billy willie liam wills gwilym guillermo willem wilhelm wil",
    "zachary zach zac zack zak zakariya zachariah zechariah zakaria",
    # Arabic, and names used in Muslim families of many countries
    (
        "mohammed muhammad mohamed mohammad muhammed mohamad mohd md mo mahomed muhamad mehmet mahamed "
        "mohamud muhammet mohamoud maxamed"
    ),
    "ahmed ahmad ahmet achmed axmed",
    "mahmood mahmud mahmoud mehmood",
    "hamid hameed hamed",
    "abdul abdool abd abdel abdoul",
    "abdullah abdulla abdallah abdullahi cabdullahi abdullaah",
    "abdulrahman abdurrahman abdirahman abdurahman abderrahman",
    "abdulaziz abdelaziz abdiaziz",
    "ali aly alli cali",
    "hassan hasan hassaan xasan",
    "hussain hussein husain hussayn husayn hossain hosein hossein xuseen",
    "ibrahim ebrahim ibraheem abraham ibrahima ebraheem",
    "ismail ismael ishmael esmail ismaeel ismaiil",
    "yusuf yousuf yousef youssef yusef joseph yousaf yusif yuusuf",
    "yunus younis yunis younus jonah",
    "yahya yahia yehia",
    "omar umar omer oumar cumar umer",
    "othman usman uthman osman ousmane cusmaan usmaan",
    "khalid khaled khalad",
    "khalil khaleel halil",
    "karim kareem kerim",
    "rahim raheem rahiim",
    "salim saleem selim",
    "saeed said sayeed saied saed",
    "sayed syed sayyid sayid sayeed",
    "sulaiman suleiman suleyman solomon sulayman suleman",
    "mustafa mustapha moustafa mostafa",
    "musa moosa moses mousa moussa muse",
    "isa eesa issa essa",
    "iqbal ikbal eqbal",
    "imran emran imraan",
    "bilal bilaal belal",
    "hamza hamzah hamse",
    "tariq tarik tareq tarek",
    "farooq faruk farouk faruq",
    "faisal faysal feisal faizal",
    "zain zayn zane zein zayne",
    "zaid zayd zeyd",
    "zubair zubayr zobair",
    "nasir nasser naseer naser",
    "rashid rasheed rachid",
    "jamal jamaal gamal djamal",
    "jamil jameel djamil",
    "junaid junayd juned",
    "shoaib shuaib shuayb shoeb",
    "taha taahaa",
    "waleed walid oualid",
    "aisha aysha ayesha aishah aicha asha ayisha eisha caasha aishat",
    "fatima fatimah fatma fatema faatima fathima fatoumata fatimata fadumo",
    "khadija khadijah khadeeja khadeja hatice kadija khadra",
    "maryam mariam mary miriam maryum mariama meryem",
    "zainab zaynab zeinab zeynep zaineb zeynab",
    "zahra zahrah zara zehra sahra",
    "amina aminah ameena aamina aminata amna",
    "hafsa hafsah hafza",
    "halima halimah haleema xaliimo halimatou",
    "safiya safia safiyah sofiya safiyya",
    "sumaya sumayyah somaya sumaiya sumayya sumeya",
    "samira sameera samirah",
    "noor nur nour noora nura",
    "nadia nadya nadiya naadiya",
    "layla leila laila leyla",
    "iman eman imaan eemaan",
    "hawa hawwa eve xaawo",
    "jamila jameela jamilah",
    "rukhsana ruksana roxana rukhsaana",
    "saira sairah sayra",
    "saima sayma saimah",
    "shabnam shabnum",
    "sana sanaa sannah",
    "shazia shaziya",
    "tahira tahirah taahira",
    "yasmin yasmeen yasmina jasmine yasmine yasemin",
    # South Asia: Hindu, Sikh, Bengali, Tamil families
    "amit ameet amith",
    "anil aneel",
    "anjali anjlee anjli",
    "arjun arjan arjuna",
    "aryan arian aaryan ariyan",
    "deepak dipak deepu",
    "deepika dipika deepa",
    "dilip dileep",
    "gurpreet gurprit preet",
    "harpreet harprit preet",
    "jaspreet jasprit jas preet",
    "jasvinder jaswinder jas",
    "kulvinder kulwinder",
    "kuldeep kuldip",
    "krishna krishnan kishan krishan",
    "lakshmi laxmi luxmi",
    "manjit manjeet",
    "manpreet manprit preet mani",
    "meena mina meenakshi",
    "mohan mohun",
    "navdeep navdip nav",
    "nikhil nik nikhel",
    "nisha neesha",
    "parminder parvinder permindar",
    "pooja puja",
    "pradeep pradip",
    "prakash parkash",
    "priya pria priyanka",
    "rajesh raj rajeesh",
    "rajinder rajender raj",
    "ravi ravinder ravindra",
    "sandeep sandip sunny",
    "sanjay sanjiv sanj",
    "satnam sat",
    "shreya shriya sreya",
    "sunil suneel",
    "sunita suneeta",
    "surinder surendra surender",
    "suresh sures",
    "vijay vijai bijoy",
    "vikram vik bikram vikrum",
    "vishal vish",
    # Poland, Lithuania, Romania, Ukraine
    "agnieszka aga agnes",
    "alicja ala alicia",
    "beata beatka",
    "dariusz darek darius",
    "ewelina ewela evelina",
    "gabriela gabrysia gabi",
    "iwona yvonna",
    "jaroslaw jarek yaroslav",
    "joanna asia joasia",
    "kacper kasper casper jasper",
    "kamil camil kamilek",
    "kinga kunegunda",
    "maja maya mayah",
    "malwina malvina",
    "mariusz marius mario",
    "milosz milos",
    "monika monica",
    "nikodem nicodemus",
    "oleksandr alexander sasha",
    "pawel paul",
    "przemyslaw przemek",
    "radoslaw radek",
    "slawomir slawek",
    "tadeusz tadek thaddeus",
    "volodymyr vladimir wlodzimierz vlad",
    "wojciech wojtek adalbert",
    "zbigniew zbyszek",
    "yekaterina ekaterina katya kateryna catherine",
    "andreea andrea",
    "ioana joanna",
    "stefania stefa",
    # Africa and the Caribbean
    "abimbola bimbola bimbo",
    "adebayo bayo ade",
    "adewale wale ade",
    "ayodele ayo dele",
    "babatunde tunde baba",
    "chidi chidiebere",
    "chinedu nedu edu",
    "chukwuemeka emeka",
    "folasade sade fola",
    "ifeoma ify ifeyinwa",
    "kwame kwamena kwami",
    "kofi koffi",
    "kwabena kobena kobby",
    "akosua akosia esi",
    "ngozi goz",
    "nkechi nkechinyere kechi",
    "obinna obi",
    "olayinka yinka",
    "oluwaseun seun",
    "oluwatobi tobi",
    "temitope temi tope",
    "tendai tenda",
    "tiwalade tiwa",
    "themba temba",
    "yetunde yeti",
    "hodan hodon",
    "fowsiya fawzia fowzia",
    "selam selamawit selaam",
    "tesfaye tesfay tes",
    "yohannes yohanis john",
    # China, Vietnam, Turkey, Portugal
    "xiaoming hsiaoming",
    "mei may mey",
    "huong houng",
    "ayse aysha ayshe",
    "emre emrah",
    "joao john",
    "thiago tiago santiago",
)

_GIRLS = """
adeline ada addie della lina adelina adele aline
agatha aggie
alberta allie bertie
albertina tina
alexandra drina xandra alix
alfreda freda freddie
alicia lisa ally alyssa
alison ally
althea thea
amanda mandi
anastasia stacy stacey tasia ana nastya nastia stasia
andrea andi andy drea
angelica angel angie
annabel annie
annette nettie netta annie
antoinette toni netta nettie
arabella bella belle bel
araminta minty minta mindy
ariana ari ariane arianna aryana
arlene lena
ashley ash ashleigh ashlee
augusta gussie gusta
aurora rory rora
ava avie
barbara bab babbie bobbie bobby
beatrice trissie beattie
belinda bel linda lindy
berenice bernice bunny
bernadette berny etta dette
bertha bertie birdie
beverley bev beverly
brenda bren
brianna bri breanna bryanna
brittany britt brit
camilla millie milly cam cammie mila camille
candice candy candace candida
carmel carmela carmen mel
caroline callie carly lina line carla
cassandra cass cassie sandra sandy cassy
cecilia cis cissie sissy sis cecelia ceci
celestine celeste celia
charity chattie
charlotte charly lola letty
charmaine char
cheryl cher sherry
christabel chris christy bella belle
christiana chris tiana christie christy
christina christy teenie kirstie
clarissa clara clarrie claire
claudia claudie claude
clementine clem clemmie clemmy clementina
cordelia cora delia cordy
cornelia nelia nellie corrie
courtney court
cynthia cindy cyndi cintia
daphne daph daffy
delilah lila
delphine delphie fina delphina
denise denny dee
dolores lola dolly lolly
dominique dom nikki minnie dominica
dora dorrie theodora dory
doreen dor dorrie
doris dorrie
dorothy dory dodie thea dorrie
drusilla dru drew cilla
edith edie edy dita
edwina winnie eddie
eileen lena
eleanor lenora ellen elly
electra lecky
elisabeth betje ilse elsbeth
elizabeth bet bettie lillibet elspie elisa lizbeth bettina eilis elsa lise
eloise ellie lois elouise
emmeline emma em emmie
ernestine erna tina
esmeralda esme ezzie
estelle stella essie estella
eudora dora
eugenia genie gene gina
euphemia effie phemie
eva evita
evangeline eva evie vangie angie
evelyn lyn lynn
faith fay faye
felicity flick fliss lizzie
florence florry flossy
frances francie franny frannie francine francis
francesca franny francie chessie
freya frey
georgina ina georgette
geraldine dina
germaine gerry
gertrude gertie trudy gert trudie
gianna gia
giselle gigi
gloria glo
greta gretel gretchen
griselda zelda
guinevere gwen jenny
gwyneth gwen gwinny
hadassah dassah
harriet hatty
helena ellie ilona
henrietta hennie henny etta hettie hetty retta harriet
hermione hermie minnie
hilary hil hillary
honor honora nora norah
hyacinth cynthia
ida idella
ilse elsa
imelda mel
ingrid inga
irene rene renie
isabel tibby isla issy issie
isadora dora izzy issy
ivy ive
jacinta jacky
jane jinny jennie jannie
janice jan janis
jeanette jean jeanie nettie
jemima jem mima jemma
jennifer jenn
jocelyn joss lyn joyce
josephine josey pheeny fina jody
joyce joy
julia jill
katherine kathie kit katy trina katharina katya
kathleen kath kathy kate katie kitty kay kathlyn caitlin cathleen
katrina trina katy
kezia kizzy kez keziah
kimberley kimmie
kirsten kris
kristine kris kristy kristin chris krissy kristina tina
lavinia vinnie vina lavina
leonora leo
leticia lettie letty letitia tish tisha lettice
lillian lilias
linda lindy lyn lynn lynda
loretta etta retta lottie
lorraine lori rainey
louisa eloise
lucinda lu
lucretia creasy
lydia lyddy liddie
mabel mae may mab
madeleine lena maud madge
magdalena lena maggie
magnolia nollie
marcella marcy marcie
margaret margery marjorie mae peggie meta mysie maisie gretchen
maria mimi ria mariella
marian mary marion marianne marianna maryann
marianne mary anne
marilyn mary lyn
marina rina
marjorie marge margie marje margery
marlene lena marley
martha matty patty
martina tina marty
maureen mo reenie mary
maxine max
melinda mel mindy linda lindy
melody mel
melvina vina mel malvina
mercedes sadie mercy
mercy merry
meredith merry
mildred millie milly
millicent millie milly missy
minerva minnie
mirabel mira belle
miranda mandy randy mira
miriam mimi mirry
morgana morgan
muriel mur
myfanwy myf fanny vanwy
natalie tally
nicolette nickie colette lettie nicholette nicholetta
noreen nora norah
octavia tavy tavia
olivia via
olympia olly pia
ophelia phelia philly
paige page
patience pat
patricia tish tisha patty trixie
paula paulie
pauline paulie lina
penelope penney nelly
perpetua pet
persis percy
petra pet
petronella petra nell pet nella
philomena mena phil
phyllis phil phyl
portia porsha
primrose prim rosie
prudence pru prue prudy
rachel shelly ray
ramona mona
rebecca becka bekah beccy
regina gina reggie rena
roberta bobbie robbie berta
robina robin
rosalie rose rosie rosa
rosalind roz ros linda
rosamund roz ros mundy
roseanne rose rosie anne rosanna roxanne rosannah
roxanne roxy roxie
sabrina brina bri
salome sally
samantha samm mantha
sarah sarai zarah
savannah savvy anna vanna
selina lina celina selena lena
serena rena
sharon shari
sheridan sherry
shirley shirl lee
sophronia sophie
susan sukey suke
susannah sanna hannah
sybil sib sibyl
tabitha tibby
tamara tammy tam mara
tamsin tam tammy thomasina
tatiana tanya tania tati
temperance tempe
thelma tel
theodora theo thea teddy
theresa tracey resa reese tessie thirza
thomasina tammy tommy
ursula ursie sula
valentina val vallie tina valerie
valerie vallie
verity vera ver
veronica ronny ronni roni nica vonnie
victoria tory torie tora
vivian viv vivien vivienne
wendy wend
wilhelmina billie mina minnie wilma willa helma
winifred freddie fred
yolanda lana
yvette vette evie
zinnia zin
"""
_BOYS = """
abel ab
abner ab
abraham bramwell
adelbert albert del bert
adolphus dolph dolf
alastair ali aly
alban albie
alexander lexie sawney elick
alfred freddy fredo
algernon algie algy
alonzo lon lonnie al
aloysius lou louie loys
alphonse al fonzie alphonso
alvin al vin
ambrose brose
andrew dandy
anselm ansel
antony tonie nino
archibald baldie archy
arnold arnie
arthur artair
aubrey aub
augustus augie
barnard barney
barrington barry
bartholomew bat barth
basil baz bas
benedict benedick bennet bennett
benjamin bennie benjy
bernard berny
bertram bert bertie
bertrand bert bertie
blake blakey
bradford brad ford
brendan bren
broderick brod brody rick
bruce brucie
byron ron
caleb cal
calvin cal vin
carlton carl
casimir kazik cass kazimierz
caspar cas jasper
cecil cec cis
cedric ced rick
cephas ceph
charles chaz chazz charly
chester chet
christian kit
christopher christy kester chrissy
clarence clair clarry
claudius claude
clayton clay
clement clem
clifton cliff
clinton clint
clive cliff
conrad con conny kurt
constantine con costa kostas konstantinos
cornelius neely
crispin cris
curtis curt
cuthbert cuddie
cyprian cyp
dalton dal
daniel danno
darius daz dary
darrell daryl darryl
david davey dayo
denzil den
desmond des dez
dexter dex
dominic nicky nick
donald donny
donovan don donnie
douglas dougal
dudley dud
duncan dunc
dwayne duane
ebenezer eben ben
edgar ed eddie ned
edmund teddy neddy
edward neddy eduardo
edwin ed eddie ned win winn
elbert bert albert
eleazer lazar eli
elias eli lias
elijah eli lije elias
elisha lish eli
elliot ell
elmer el
elroy roy
elvis el
emile emil
emmanuel mannie manu
enoch nock
ephraim eph
erasmus ras
ernest ernie ern
ethelbert bert
eustace stacy
evander van evan
evelyn ev
everett ev
ezekiel ez
fabian fabe fabio
ferdinand ferdie fred nando
fergus fergie gus ferg
ferguson fergus fergie
fernando nando
fitzgerald fitz gerald
fletcher fletch
florian flo
francis francie
franklin fran
frederick fritz fredric ric
gabriel gabby
garfield gary
geoffrey geof
george jorgen joris
gerald gerrie jed
gerard ged
gideon gid
gilbert gillie wilbert
giles gil
godfrey geoff
gordon gord don gordie
graham gram
grant grantie
gregory grigor rory
griffith griff gruff
gustavus gus gustav
hamilton ham
harley harl
harvey harve
henry hen
herbert bertie
hercules herc
herman manny hermann
hezekiah hez
hiram hi
horace horry
horatio horry ray
howell hywel
hubert hugh bert hubie
humphrey humph dumphy
ignatius iggy nace ignacio ignacy
irving irv
irwin irv
isaiah zay ike
isidore izzy dore isadore
israel izzy
ivan van vanya
ivor ive
jack jock jocky
jacob jay jeb
james jamesy jas jay diego
jared jed jerry
jarvis jerry gervase
jasper jap jas
jedediah jed
jefferson jeff
jerome jerry
jethro jeth
joachim joe kim
joel joe
johannes john jan johan hans johnny
john jock jocky ioan iwan
jonah joe
joseph jody jojo pepe
joshua joss
josiah joe si
judah jude judd
julian jolyon jule
justin justus
kelvin kel
kendrick ken
kenneth kenzie
kenton ken
kingsley king
kristopher kris
lambert bert lam
lancelot lance
leander lee andy
leonard lenn
leopold poldie
leroy roy lee
lester les
levi lev
lewis lewie
lincoln linc
llewellyn lyn llew lewellyn
lloyd loyd floyd
lorenzo larry loren lawrence
lucas lukey
luther lou
mackenzie mack ken kenzie mac kenzy
magnus mags manus
malcolm mac mal colm
manfred fred manny
marmaduke duke
marshall marsh
marvin marv merv
matthew matthews mattie thias mathias
maurice morry
maximus max
melvin mel melvyn
mervyn merv
micah mike
michael mickie mitchell
miles milo myles
milton milt
montague monty
montgomery monty
mortimer mort morty
moses moe mo moss moshe
murdoch murdo
murray mur
napoleon nap
nathaniel natty
nehemiah ned
nelson nels
neville nev
newton newt
nicholas claus cole klas
nicodemus nick nico
nigel nige
norbert bert norb
obadiah obie obed
octavius tavy
oliver nollie
osborn oz ozzie
oscar osgood
oswald ozzie
otis ott
parker park
patrick padd packy
perceval percy val perce percival
peregrine perry
perry pez
phineas phin finn
prescott scott
preston pres
quincy quin
quintin quin
rafael rafe raph rafa raphael rafi
ramon ray
randall randy ran
randolph randy dolph randal
raphael raph rafe ralph
reginald naldo rex
reuben rube
rex rexford
rhydian rhyd
richard richey dickie dickon hitch
robert robby rabbie rab bobbie hob dob
roderick ric
roland rollo rowland rolly
roman rome
romeo rome
ronald ronny naldo ran
rowland rolly roly
rudolph rudy dolph rolf rodolfo
rufus rufe
russell rusty
samson sam
samuel samm
saul solly
sebastian basti
selwyn sel
seth sethie
seymour sy
shadrach shad
sheldon shel
sigmund sig ziggy
silas si
silvanus silas van
silvester syl vester sly sylvester
simeon sim
simon sim simmy
solomon zalman
stanislaus stan
stanley stano
stephen ste etienne
sullivan sully
sydney syd
taliesin tally
terence terri
thaddeus thad tad teddy
theobald theo tybalt
theodore dory
theophilus theo
thomas thos tommie
thornton thorn
tiberius ty
timothy timmie
titus ty
tobias tobie
travis trav
trevor trev
tyler ty tye
tyrone ty tyrell
tyson ty
ulysses uly lyss
urban urb
valentine val
vaughan vaughn
victor vick
vincent vinci
virgil virge
waldo wal
wallace wal
walter wal wattie
washington wash
webster web
wendell wen del
westley wes wesley wess
wilbur will wilber
wilfred willie
william willy bil billie wim gwil
winston win winnie
woodrow woody
xavier xav zav javier
yosef joe joseph
zachariah zachy zeke
zebedee zeb
zebulon zeb
zephaniah zeph
"""
_CELTIC = """
ailbhe alva elva
ailis eilis eilish ailish alice
ailsa elsa
aine anya onya enya anna annie
angharad anharad harry angie
aodh hugh ea
aodhan edan
aoibheann aoibhinn eavan evin eevin
aoife eefa eefah eva aoiffe efa
aonghas angus aengus innis
arwen arwyn
beathag beth rebecca
bedwyr bedwir
beibhinn bevin bevan
blathnaid blanid blaneth florence
bradan braden
branwen bran
brid breed bridget bride breda
brighid breed bridget bridie brigid
bronagh brona bronach
bronwen bron bronwyn
cadhla kyla
caitlin cathleen catrin
caitriona catrina trina
caoilfhionn keelin keelan kaylin
caoimhe keeva kweeva keva quiva
caoimhin kevin keevin
caolan kealan keelan kaylan
cara kara
carys caris kerris
cathal cahal carl charles
catrin cat katrin catherine kate
ceallach kelly
ceri kerry keri
cerys kerris kerys carys cerris
cian kean keane kian kyan
ciara keera kiera keira kira
ciaran keeran kiaran
cillian killian kilian
cliodhna cleena cliona clidna
clodagh cloda clo
coinneach kenneth kenny
colm colum callum colin
conall connell conal
conchobhar connor conor crohore conchur
cormac cormack mac
dafydd davith david dai dewi dafith taffy davyth
daibhidh david davy
daithi dahy davy david dahi
darragh dara daragh darach
deirbhile dervla dearbhla derval
deirdre deedee dee
delyth del
desmumhan desmond
diarmuid dermot dermott diarmaid
domhnall donal donald donall daniel
donnacha donncha denis donagh donough duncan
eabha ava eva eyva
eachann hector
eadaoin aideen edain adeen
eamon eamonn edmund eddie aymon
eilidh ailey ayley eily elly aylee hayley ellie
eilin eileen
eimear eemer emer ever
eirlys airlis
eithne ethna enya edna etna
eleri el
eluned elined luned lynette
emyr emir
eoghan eoin eugene
eoin john
ffion fion fi fionn
fiachra feekra feakra
fiadh fia feea fee
finn fionn
fiona fi
fionn fin fyun
fionnlagh finlay finlagh
fionnuala finola nuala noola finoola finula
gearoid garrode gerald gerard gerry
gethin gethyn
gorley goirleith
grainne grania granya grawnya grace
gruffydd griffith griff gruff gruffudd
guto gitto gito griffith
gwen gwenno gwennie
gwenllian gwenlian llio gwenthlian
gwilym gwil
gwydion gwyd
gwynfor gwyn
haf hav
hamish shamus
hefin hevin
heulwen haylwen
huw hew
hywel howel hugh
iain eean
iarlaith jarlath
iestyn yestin justin
ieuan evan yeyan ifan iwan ioan john yayan
ifan ivan evan
ioan yoan iwan
iolo yolo edward
iona eyeona
iseult isolde esyllt
islwyn is
iwan yoan
labhras lawrence laurence lavrass
lachlann lachlan lochlan
laoghaire leary
laoise leesha louise lucy
leisi lacey
liadan leeadan
lleu llew lew
llinos linos
llyr lear
lowri laura lowry laurie
macsen maxen max
maebh maeve meabh medb meadhbh medbh mave
maelle maile
mair mary mire
mairead maraid mawraid peig
mairi mary mahri mari moira
mairin maureen moreen
mali molly mary
mared margaret marged
marged margaret
meilyr maylir
meinir mynir
mhairi vari varry mairi mary vahri
micheal meehaul
morag sarah marion
muireann mwirren mirren murren
muiris maurice
muirne myrna morna
murchadh murdo murdoch murrough
myfanwy myfi
neasa nessa
nerys nerris
nia niamh
niall nile
niamh neev neeve neav
nuala noola finola
odhran oran oren
oisin osheen ossian osian usheen ushin
oona una oonagh
orlaith orla orlagh
osian oshan ossian
padraig pawdrig porrick podge pauric
peadar peter padder
peredur perry
proinsias francis frank
rhian reean rian
rhiannon reeannon rian rhian ree
rhodri rodri roderick rod
rhydderch rod
riain ryan rian
risteard richard
roibeard robert
roisin rose rosaleen
ruadhan rowan rooan
ruairi rowry rorie roderick
sadhbh sive sadb sally
saoirse seersha sersha sorsha searsha
seamus shamus
sean sion
seoirse george shorsha
seonaid shona shonagh janet shonaid
seosamh joseph shosav
seren seran
shane shayne
siadhal shiel
sian sharn shan
sile cecilia
sinead shinade shinaid jane janet
sioban siobhan
siobhan shivawn shavon shuvawn
sion shaun john
sioned shoned janet shonedd
siwan joan shooan
somhairle sorley somerled samuel
sorcha sorka surraha sarah claire
tadhg tige tyg teague tadgh thady timothy taig
tegan teg teegan
teleri tel
toirdhealbhach turlough turlach terence
tormod norman
treasa teresa
tudur tudor theodore
turlough turlach
uilleam william uilliam liam
una agnes winifred
wyn gwyn
"""
_WORLD = """
aaliyah aliyah alia aliya aleeyah
abdi cabdi abdul
abdulkadir abdikadir abdiqadir abdulqadir
abdulmalik abdul malik
abebe abe
abena abenaa
abubakar abubakr abu bakr aboubakar
adaeze ada
adamina ada
adanna ada
adaobi ada
adebola bola
adedayo dayo
adekunle kunle
ademola demola
adeola ola
adesola sola
aditi adithi
aditya adithya adi
adnan adnaan
adwoa ajoa
afua efua
aikaterini katerina catherine
ajay ajai
akash aakash
akshay akshai
akua akuah
alejandra ale
alejandro ale
aleksandra aleks olka olenka
aleksei alexey alyosha alexei lyosha
aleksy alex alek
alexandru alex sandu
alia aliya aalia aliyah
alojzy alek
amal amaal
amara amarah
amarachi amara
amir aamir ameer emir
ananya ananyaa anu
anas anass
anastasios tasos
anastasiya nastya anastasia nastia
anatoly tolya anatoli
andrei andrii
aneta anetka
anisa aneesa anissa
anthonia toni
anuoluwapo anu
anwar anwer enver
aparna aparnaa
apolonia pola
aravind arvind
arif aarif areef
aruna arunaa
asad assad asaad
asha aasha
ashok ashoka
asif aasif
asma asmaa asmah
avinash avi
ayaan ayan
ayomide ayo mide
ayub ayyub ayoub job
aziz azeez azize
balasubramaniam bala balu
baljinder bal
baljit baljeet bal
balwinder balvinder bal
barbara baska
bartlomiej bartek bart
bashir basheer bachir
basma bassma
bharat bharath
bhavna bhavana
bhupinder bhupi
biruk biruke
bogdan bodzio
boguslaw bogus
boleslaw bolek
boris borya
bozena bozenka
bronislaw bronek
charanjit charanjeet charan
chetan chethan
chiamaka amaka
chiamanda amanda
chibuike buike
chidera dera
chinwe chinwendu
chioma chi
chisom som
christos chris
chukwudi chudi
constantin costel costi
cristian cristi chris
cristina cristi
czeslaw czesiek
daljit daljeet
damilola dami dara
danuta danka danusia
daria dasha darya
darshan darsan
davinder devinder dev
dawit david
dawud daud dawood dawoud david daoud davud
devi devika
dhruv druv
dimitrios dimitris jimmy
dina deena dinah
dinesh danesh
divya divyaa
dmitri dima mitya dmitry dmytro dimitri
dominika domi nika
dumitru mitica dimitrie
dymitr dima dmitri
ebuka chukwuebuka
eduardo edu lalo
edyta edith edytka
ekaterina katia
ekene ken
ekow eko
elena ileana lenuta
eleni elena helen
elzbieta elka
emilia emilka mila
eniola eni
enitan eni
enrique quique
eshan ihsan ehsan
esther esi
eugeniusz gienek
evangelia eva litsa
evgeny yevgeny yevhen zhenya eugene evgeni
ewa ewka ewcia
faiza faizah fayza
farah farrah
fareed farid ferid
farhan farhaan
farida fareeda faridah
fatuma fatima fatouma fadumo fatumo
feliks felek
filip fil filipek
florin flo
folake fola
francisco paco pancho fran francis
franciszek franio
funke funmi
funmilayo funmi
fyodor fedor theodore fedya
gagandeep gagan
galina galya
ganesh ganesha
gautam gautham gotam
geeta gita geetha gitanjali
genowefa genia
georgios giorgos yiorgos
gheorghe ghita
girish gireesh
girma girmay
gopal gopalan
grazyna grazynka
grigori grisha grigory
grzegorz grzesiek grzes
guadalupe lupe
guillermo memo
gurdeep gurdip gur
gurinder gurindar gur
gurmeet gurmit
gurpreet guri
habib habeeb
habiba habeeba habibah
haile hailey
hajar hajer hacer hajra hagar
hakim hakeem
halim haleem
halina hala halinka
hanan hanaan
hanna hania hanka ania
harbhajan harry
hardeep hardip
hari harish
harinder harry
haris harith haaris harris
harjinder harj jinder
harmeet harmit
haroon harun haroun aaron
harpreet harry harps
harshad harsh
hashim hashem hachem
helena hela
henryk heniek
hibo hiba
hina heena hinna
hiroki hiro
huda hoda houda
husna hosna
ibukun ibk
idris idrees edris driss
ifeanyi ify
ifrah ifrax
ignacio nacho
ignacy ignas
igor igorek ihor
ikechukwu ike
ikenna ike
ilyas elias eliyas ilias elyas
inaya inayah anaya
inderjit inderjeet inder
indira indu
ioan ion ionut
ioannis yiannis giannis yannis john
ionut ion nelu
iqra ikra eqra
irena irka
isabel chavela isa
ishaq ishaaq ishak
ismahan asmahan
ivan ivanko
iwona iwonka ivona
izabela izka
jabir jaber djaber
jacek jacus jack
jadwiga jadzia hedwig
jafar jaafar cafer djaffar
jagdeep jag jagdip
jagdish jagadish
jagjit jagjeet
jakub kubus
jalal jalaal celal
jamal cemal
jan jas janek jasiek
janaki janki
janina janka
janusz janek
jaroslaw jaroslav jaro
jasbir jasvir jas
jasleen jas
jasmeet jasmit jas
jatinder jitinder jat jatin
jawad jawaad javad
jayesh jay
jerzy jerzyk
jesus chucho
jibril jibreel jebreel
joanna aska joaska
jolanta jola jolka
jose pepe joao
jozef jozek jozio
julia jula julcia
julian julek
jumoke jummy
justyna justina justynka
jyoti jothi jyothi
kamal kemal kamaal
kamala kamla
kamaljit kamaljeet kamal
karolina karola karolcia lina
karthik kartik karthick
katarzyna kaska kasienka
kauthar kawthar kausar
kavita kavitha
kazimierz kazik
kehinde kenny
kelechi kc kele
kenichi ken
khadija xadiija hadiza khadeejah khadijatu kadi
khadra hadra
kiran keeran
kirandeep kiran
kirill kiril kyrylo cyril
kishore kishor
klaudia klaudusia claudia
kolawole kola
komal komalpreet
konrad kondzio
konstantin kostya
konstantinos kostas costas dinos
krystian krystek
krzysztof krzysiek krzysio
ksenia xenia oksana ksyusha
kuldeep kuli
kulwinder kul
kwaku kweku
lakhbir lakhvir
lalita lalitha
lata latha
laurentiu lau
leszek lech
lina leena
lubna loubna
lucjan lucek
ludwik lutek
lukasz lukaszek
luqman lokman lukman
lyubov luba liubov
lyudmila ludmila luda mila
maciej maciek mathias
madhav madhavan
magdalena madzia
mahdi mehdi
mahesh maheswaran
maimuna maymuna maimoona
maja majka
majid majeed
maksim maxim max maksym
malgorzata goska malgosia
malik maalik
mandeep mandip mani
maninder mani
manisha neesha
manjula manju
manoj manojkumar
mansur mansoor mansour
manuel manolo manu
marcin marcinek
marek mareczek
maria maryska majka mania marika
mariola mariolka
marta martusia
martyna martynka
marwa marwah merve
maryam maryama miryam
mateusz mati matek
meghna meghana megha
mercedes merche
michal michalek misiek
mieczyslaw mietek
mihaela miha
mihai mihaita
mikhail mykhailo
mikolaj miki mikus
milena milenka
miroslaw mirek
mithun mitun
mobolaji bolaji
modupe dupe
mohsin muhsin mohsen
monika mona monia
morenike nike
mukesh mukeshkumar
mulugeta mulu
muna mona mouna
munir muneer mounir
murad mourad mooraad
muslim moslem
mykola nikolai kolya nicholas
nabil nabeel
nabila nabeela
nadezhda nadia nadya
nadim nadeem
nagendra nag
naila nayla nailah
naim naeem nayeem
najib najeeb nadjib
nana nanna
narinder narendra narender
nasra nasro
natalia natka nati
natalya natasha natalia nataliya
natasha nats
navjot nav
navneet nav
nawal naoual
neelam nilam
neha nehal
nicolae nicu nelu
nida needa
nikodem niko
nikolaos nikos nicholas
nilesh neelesh
nimra nimrah
nirmal nirmala
nitin nithin
nnamdi namdi
nonso chinonso
obiageli oby
ogechi oge
oksana oxana
olabisi bisi
oladipo dipo ladi
olajide jide
olamide mide ola
oleg oleh
olga olya olha
oliwia oliwka ola
olumide mide olu
oluwadamilola dami damilola
oluwafemi femi olufemi
oluwakemi kemi
oluwaseyi seyi
oluwatosin tosin
oluwatoyin toyin
omolara lara
onyinye onyi
opeyemi ope
oskar oski
padma padmini
pallavi palavi
panagiotis panos takis
paramjit paramjeet param pam
patrycja pati patka
patryk patrys
pavan pawan
pavel pasha pavlo
pawel pawelek
pinky pinkie
piotr piotrus
prabhjot prabh jot
pratik prateek
praveen pravin parveen
preeti priti preethi
prem prema
pyotr petya petro
qasim kasim kassim qassim kasem
rabia rabiah rabiya
radha radhika
radoslaw radzio
rafal rafalek raphael
rafiq rafeek rafique
raghav raghavan
raghu raghunath
rahul raahul
rajesh raju
rajinder raju
rajiv rajeev
rajni rajani
rakesh rakhi
ramandeep raman
ramanjit raman
ramesh ram
rania raniya raniyah
ranjit ranjeet
rashmi reshmi
rayan rayyan rayaan rian
rehana rihana reyhan rehanah
rekha reka
reza raza ridha rida
ritika rithika
riyad riyadh riad
robert robercik
roberto beto
rohit roheet
roman romek roma
rosario charo
ruchi ruchika
rupinder roopinder rupi
ruqayyah rukaya ruqaya ruqaiya rukayya rukia
ruqiya ruqayo
ryszard rysiek rysio
sabir saber
sabrina sabreena
sachin sachen
sadia saadia sadiya sadiyah
sadiq sadik siddiq
safa safaa
saif sayf seif
sakina sakinah sekina
salma selma salmah
salman selman salmaan
samir sameer
sandhya sandya
sangeeta sangita sangeetha
sanjeev sanjiv sanju
santosh santhosh
sara saara sahra
saraswati sara saras
sarita saritha
satish sathish
satwinder satvinder sat
savita savitha
sebastian sebek
seema sima
segun olusegun
sergei sergey serhiy seryozha serge
shafiq shafeek chafik
shahid shaheed chahid
shakil shakeel
shamim shameem
shankar sankar
shanti shanthi santhi
sharif shareef cherif
shilpa silpa
shiv shiva siva
shubham subham
simisola simi
simran simranjit sim simi
simranjeet simran simranjit
sita seetha seeta
slawomir slawko
sofia sonya sofiya sofiia sonia
sonali sona
sonia sonya soniya
spyridon spyros
stanislaw stasiek staszek
stefan stefek fane
stepan styopa stephen
subhash subash
sudha sudhaa
sukhdeep sukhdip sukh
sukhjit sukhjeet sukh
sukhpreet sukh
sukhvinder sukhwinder sukh sukhi
sulayman sulaymaan sulejman
sumaiya soumaya
suman sumandeep
sumit sumeet
surjit surjeet
sushila susheela
svetlana sveta lana svitlana
swati swathi
syed sayyed said
sylwia sylwka
szymon szymek
tadeusz tadzio
tahmina tehmina tahmeena
taiwo taiye
takahiro taka
tamim tameem
tarun taran
tasneem tasnim
tatyana tanya tetiana tatiana tania
tayyab tayyib taiyab tayeb tayab
tejas tej
tejinder tej
teresa tereska
tewodros theodros teodros teddy theodore
theodoros thodoris theo
thi thuy
tigist tigest
titilayo titi
tolulope tolu
ubah uba
uche uchenna
ugochukwu ugo
uma umaa
umaima omaima
umm um
urszula ula ursula
usha oosha
uzoma uzo
vadim vadym
valentina valya
varinder virender
varun waroon
vasile lica
vasileios vasilis bill
vasily vasya vasyl basil
veena vina
venkatesh venkat venky
vera vira
vijaya vijay
viktoria vika
vimal vimala
vinay vinai
vinod vinoth
vishnu visnu
vivek viveck
vladislav vlad slava vladyslav
waclaw wacek
wafa wafaa
waldemar waldek
waqar vaqar
warsame warsama
wasim waseem
wiktor wiktorek
wiktoria wiki
wladyslaw wladek
wlodzimierz wlodek
wojciech wojtus
yana jana
yaqub yacoub yakoub
yared jared
yaroslav slava jaroslav
yasin yaseen yassin yacine
yasir yasser yaser
yaw yao
yelena elena lena olena helen
yogesh yogi
yonas jonas jonah
youcef yusuf youssef yousef joseph
yulia julia yuliya yuliia iuliia yulya
yuri iurii yury yuriy
zaheer zahir
zainabu zainab
zakariya zekeriya
zara zarah
zbigniew zbyszko
zdzislaw zdzisiek
zeeshan zishan zeshan
zofia zoska zosienka
zulaikha zuleyha zulekha suleika
zuzanna zuza zuzka
zygmunt zygmus sigmund
"""

SHORT_FORMS: tuple[str, ...] = tuple(
    line for block in (_GIRLS, _BOYS, _CELTIC, _WORLD) for line in block.strip().splitlines()
)
"""Each line begins with a name; the rest of it is what somebody of that name may be called, or how the name is written
by those who hear it. The others do not stand for one another: Eva and Ava may both be Eabha, and Eva is not Ava."""
