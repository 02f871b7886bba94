"""What stands in the magazine that the tests look at: own words, in two alphabets."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Prose:
    """The texts of one language's edition; `paragraphs` and the like are inline HTML."""

    language: str
    own_name: str
    folder: str
    name: str
    tagline: str
    description: str
    topics: tuple[str, ...]
    about_topic: str
    pages: tuple[str, ...]
    people: tuple[tuple[str, str], ...]
    titles: tuple[str, ...]
    leads: tuple[str, ...]
    paragraphs: tuple[str, ...]
    headings: tuple[str, ...]
    quotation: str
    points: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]
    source: tuple[str, str, str]
    alt: str
    caption: str
    lost: str
    correction: str
    appeal: tuple[str, str, str]


ENGLISH = Prose(
    language="en",
    own_name="English",
    folder="",
    name="The Tidemark",
    tagline="Letters from a harbour that moved",
    description="Essays and reports about the harbour towns of a coast that is no longer where it was.",
    topics=("Harbours", "Weights and measures", "Letters", "Bridges", "Everyday life", "Language"),
    about_topic="What the sea gave back, and what it kept.",
    pages=("About", "Support", "Who keeps copies"),
    people=(
        ("Marta Lis", "Reads ledgers for a living and tide tables for pleasure. Edits <em>The Tidemark</em>."),
        ("The Pilot", "Has brought ships into four harbours that do not exist any more."),
    ),
    titles=(
        "Who Keeps the Clock When the Harbour Has Moved?",
        "A Short History of the Wrong Kilogram",
        "Letters That Arrived by the Old Bridge",
        "The Market That Opens When the Tide Allows",
        "Nobody Has Painted the Lighthouse Since",
        "Seventeen Words for a Rope",
        "The Inspector Who Weighed the Fog",
        "What the Ferry Left Behind",
    ),
    leads=(
        "For ninety years a man climbed the tower each noon and told the ships what time it was. Then the ships went "
        "elsewhere. The clock, and the man, stayed.",
        "It was eleven grams too light, and for a generation nobody in the town could afford to know it.",
        "Forty-one envelopes, one river, and a postman who would not take the new road.",
        "There is no sign, no hour and no roof. There are, on a good morning, two hundred buyers.",
        "",
        "The dictionary has three. Its compilers had never been asked to tie anything up.",
        "He came with a balance, a notebook and a letter from the ministry.",
        "A bench, a bell, and an argument about whose they are.",
    ),
    paragraphs=(
        "The tower is easy to find, because it is the only thing on the flats that is taller than the grass. In 1871, "
        "when the council voted the money for it, the water came up to the third step and the clock could be read "
        "from the pilot boats; the minute hand alone weighs as much as a calf. Today the water is eleven kilometres "
        "away, and the hand is read, as far as anybody knows, by two herons and by Teodor Grau.",
        "Grau is seventy-four and has wound the clock since he was nineteen. <em>It is not a question of who looks,</em> "
        "he said when we had climbed the hundred and twelve steps. He has been asked to stop three times: by the port, "
        "by the council that inherited the port’s debts, and by his daughter, who climbed up to ask and stayed to oil it.",
        "A harbour does not move on one day. First the big ships could not come in at low water; then they could not "
        'come in at all; then <a href="https://records.example/charts">the chart was corrected</a>, and the pilots’ '
        "houses were rented to painters. What did not move was everything that had been written down: leases, "
        "boundaries, the hours at which a toll was owed. They all named the tower clock, and the tower clock kept on.",
        "That is why the town pays him. A lease on the salt meadow still ends <strong>at noon by the harbour clock</strong>, "
        "and when two graziers went to law over a quarter of an hour the judge came out in rubber boots to see for himself. "
        "He stood in the grass, looked up, looked at his telephone, and ruled for the tower. Nobody has appealed, though the "
        "judge has since been seen to check his watch against it.",
        "In the winter there is ice on the weights. Grau brings a kettle, and whoever climbs up with him is given tea and the "
        "log book, in which each noon since the first one has a line. Most lines have only a number. Some have a word: "
        "<em>fog</em>, <em>geese</em>, <em>regatta</em>. One, from a September that the town does not speak of, has the names "
        "of eleven people and nothing else.",
        "What would it cost to do without? The council asked an engineer from the new port, who sent a quotation for a "
        "satellite receiver and a very small box. It would keep time to a millionth of a second. It would also, he noted "
        "with some honesty, keep it for nobody: the box has no hands, and the contracts say that the hour must be seen.",
        "So the clock stays slow in summer and fast in frost, as it always was, and the town is slow and fast with it. Trains "
        "are met a little late. The bakery opens by the tower and closes by the radio. Children learn both and are said to be "
        "better at sums for it, although the school, when we asked, would confirm only that they are worse at arriving.",
        "At noon Grau put his hand on the striking lever and waited, though the movement would have done it without him. The "
        "bell is cracked and its note is flat. It went out over the grass, past the pilots’ houses, towards the water, and I "
        "found that I was listening for an answer. <em>Give it time,</em> he said.",
    ),
    headings=("What does not move", "The price of a second opinion"),
    quotation="A clock that nobody looks at is a promise. A clock that everybody looks at is only a machine.",
    points=(
        "the lease of the salt meadow, until 2041;",
        "two rights of way, “until the noon bell”;",
        "a bequest of bread, every Friday at eleven.",
    ),
    table=(
        ("Year", "Distance to the water", "Ships", "Keepers", "Steps out of repair", "Who paid for the oil"),
        ("1871", "0 km", "412", "3", "0", "the port authority"),
        ("1920", "2.5 km", "96", "2", "4", "the port authority"),
        ("1988", "8 km", "1", "1", "17", "the town council"),
        ("2022", "11 km", "0", "1", "31", "Teodor Grau"),
    ),
    source=("Minutes of the harbour council", "Municipal Archive", "The keeper’s log, volume nine"),
    alt="Circles that climb over a plain ground",
    caption="The flats in November, with the tower behind them",
    lost="The first keeper with his sons; the plate was in the port office",
    correction="The first version of this article gave the bell’s weight in pounds and called them kilograms.",
    appeal=(
        "Nobody owns The Tidemark, and nobody pays for it but you",
        "It has no advertisements and no patron. If it is worth the price of a coffee a month to you, that is what keeps "
        "it on the water.",
        "Support The Tidemark",
    ),
)

BELARUSIAN = Prose(
    language="be",
    own_name="Беларуская",
    folder="be/",
    name="Берагавая рыса",
    tagline="Лісты з гавані, якая перасунулася",
    description="Нарысы і рэпартажы пра прыстані ўзбярэжжа, якое ўжо не там, дзе было.",
    topics=("Прыстані", "Меры і вагі", "Лісты", "Масты", "Штодзённасць", "Мова"),
    about_topic="Што мора вярнула і што пакінула сабе.",
    pages=("Пра нас", "Падтрымка", "Хто захоўвае копіі"),
    people=(
        ("Марта Ліс", "Чытае кнігі рахункаў дзеля хлеба і табліцы прыліваў дзеля радасці. Рэдактарка <em>«Берагавой рысы»</em>."),
        ("Лоцман", "Заводзіў караблі ў чатыры гавані, якіх больш няма."),
    ),
    titles=(
        "Хто пільнуе гадзіннік, калі гавань перасунулася?",
        "Кароткая гісторыя няправільнага кілаграма",
        "Лісты, што прыйшлі старым мостам",
        "Кірмаш, які адчыняецца, калі дазволіць прыліў",
        "З тае пары маяк ніхто не фарбаваў",
        "Сямнаццаць слоў на адну вяроўку",
        "Інспектар, які ўзважыў туман",
        "Што пакінуў па сабе паром",
    ),
    leads=(
        "Дзевяноста гадоў чалавек штодня апоўдні падымаўся на вежу і казаў караблям, якая гадзіна. Потым караблі пайшлі "
        "ў іншае месца. Гадзіннік застаўся, і чалавек таксама.",
        "Ён быў на адзінаццаць грамаў лягчэйшы, і цэлае пакаленне ў мястэчку не магло дазволіць сабе пра гэта ведаць.",
        "Сорак адзін канверт, адна рака і паштальён, які не хацеў ісці новай дарогай.",
        "Няма ні шыльды, ні гадзіны, ні даху. Затое добрай раніцай ёсць дзвесце пакупнікоў.",
        "",
        "У слоўніку іх тры. Укладальнікаў ніколі не прасілі нічога прывязаць.",
        "Ён прыехаў з вагамі, нататнікам і лістом з міністэрства.",
        "Лаўка, звон і спрэчка пра тое, чые яны.",
    ),
    paragraphs=(
        "Вежу знайсці лёгка, бо на ўсёй раўніне толькі яна вышэйшая за траву. У 1871 годзе, калі рада прагаласавала за "
        "грошы на яе, вада даходзіла да трэцяй прыступкі, а час было відаць з лоцманскіх лодак; адна хвілінная стрэлка "
        "важыць як добрае цяля. Цяпер да вады адзінаццаць кіламетраў, і на стрэлку глядзяць, колькі нам вядома, дзве "
        "чаплі і Тэадор Граў.",
        "Граву семдзесят чатыры, і ён заводзіць гадзіннік з дзевятнаццаці. <em>Справа не ў тым, хто глядзіць,</em> — сказаў "
        "ён, калі мы адолелі сто дванаццаць прыступак. Тройчы яго прасілі перастаць: порт, рада, якой дасталіся даўгі "
        "порта, і дачка, якая паднялася папрасіць ды засталася змазваць колы.",
        'Гавань не перасоўваецца за дзень. Спачатку вялікія караблі не маглі зайсці пры нізкай вадзе, потым <a href="https://records.example/charts">'
        "мапу выправілі</a>, і лоцманскія хаты аддалі ў наём мастакам. Не зрушылася толькі тое, што было запісана: "
        "арэнды, межы, гадзіны, калі трэба плаціць мыта. Усюды стаяў гадзіннік на вежы, і гадзіннік ішоў.",
        "Таму мястэчка яму і плаціць. Арэнда салёнага лугу дагэтуль канчаецца <strong>апоўдні паводле гадзінніка "
        "гавані</strong>, і калі двое гаспадароў судзіліся за чвэрць гадзіны, суддзя сам прыйшоў у гумовых ботах. Пастаяў "
        "у траве, паглядзеў угору, паглядзеў у тэлефон і прысудзіў на карысць вежы.",
        "Узімку на гірах лёд. Граў прыносіць чайнік, і кожнаму, хто падымецца з ім, даюць гарбату і кнігу, дзе кожны "
        "поўдзень ад найпершага мае свой радок. Звычайна там толькі лічба. Часам слова: <em>туман</em>, <em>гусі</em>, "
        "<em>рэгата</em>. У адным радку, з верасня, пра які тут не гавораць, стаяць адзінаццаць імёнаў і больш нічога.",
        "Колькі каштавала б абысціся без яго? Рада спытала інжынера з новага порта, і той прыслаў кошт спадарожнікавага "
        "прыёмніка і вельмі маленькай скрынкі. Яна трымала б час з дакладнасцю да мільённай долі секунды. І трымала б яго, "
        "шчыра зазначыў ён, ні для кога: у скрынкі няма стрэлак, а ў дамовах сказана, што гадзіну мусіць быць відаць.",
        "Таму ўлетку гадзіннік спазняецца, у мароз спяшаецца, як і заўсёды, і разам з ім спазняецца і спяшаецца мястэчка. "
        "Цягнікі тут сустракаюць крыху пазней. Пякарня адчыняецца паводле вежы, а зачыняецца паводле радыё.",
        "Апоўдні Граў паклаў руку на рычаг і пачакаў, хоць механізм справіўся б і без яго. Звон трэснуты, і голас у яго "
        "глухі. Ён пайшоў над травой, паўз лоцманскія хаты, да вады, і я злавіла сябе на тым, што чакаю адказу. "
        "<em>Дайце яму час,</em> — сказаў ён.",
    ),
    headings=("Што не рухаецца", "Колькі каштуе іншая думка"),
    quotation="Гадзіннік, на які ніхто не глядзіць, — гэта абяцанне. Гадзіннік, на які глядзяць усе, — толькі машына.",
    points=("арэнда салёнага лугу, да 2041 года;", "два праходы, «да паўдзённага звону»;", "хлеб паводле запавету, штопятніцы а адзінаццатай."),
    table=(
        ("Год", "Адлегласць да вады", "Караблі", "Вартаўнікі", "Сапсаваныя прыступкі"),
        ("1871", "0 км", "412", "3", "0"),
        ("1920", "2,5 км", "96", "2", "4"),
        ("2022", "11 км", "0", "1", "31"),
    ),
    source=("Пратаколы рады гавані", "Гарадскі архіў", "Журнал вартаўніка, том дзявяты"),
    alt="Кругі, што падымаюцца над роўным полем",
    caption="Раўніна ў лістападзе, за ёй вежа",
    lost="Першы вартаўнік з сынамі; пласцінка была ў канторы порта",
    correction="У першай версіі вага звона была пададзена ў фунтах, названых кілаграмамі.",
    appeal=(
        "«Берагавая рыса» нічыя, і плаціце за яе толькі вы",
        "У нас няма рэкламы і няма мецэната. Калі часопіс варты для вас кубка кавы на месяц, гэтага хопіць, каб ён трымаўся на вадзе.",
        "Падтрымаць",
    ),
)  # fmt: skip
