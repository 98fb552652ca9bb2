//! Names for stand-ins, by script and gender. Written for this purpose; common ones, so that nobody is meant.

/// Given names of women, of men, and family names of one script.
pub(super) struct Names {
    pub women: &'static [&'static str],
    pub men: &'static [&'static str],
    pub families: &'static [&'static str],
    /// Whether the family name comes first, with no space between.
    pub joined: bool,
}

#[rustfmt::skip]
pub(super) const LATIN: Names = Names {
    women: &[
        "Ada", "Agatha", "Alba", "Alicia", "Alma", "Amelia", "Andrea", "Anita", "Annika", "Astrid", "Aurora", "Beatrix",
        "Bella", "Berta", "Bianca", "Bridget", "Camilla", "Carla", "Celia", "Clara", "Cora", "Dagmar", "Daria", "Delia",
        "Diana", "Dora", "Edith", "Elena", "Elin", "Elsa", "Emilia", "Erika", "Esther", "Eva", "Fiona", "Flora",
        "Frida", "Gina", "Greta", "Hanna", "Hedda", "Helena", "Hilda", "Ida", "Ines", "Inga", "Irene", "Isabel",
        "Ivana", "Jana", "Jasmin", "Johanna", "Julia", "Karin", "Katia", "Klara", "Lara", "Laura", "Lena", "Lidia",
        "Linda", "Livia", "Lucia", "Luisa", "Lydia", "Magda", "Mara", "Marina", "Marta", "Matilda", "Mia", "Milena",
        "Mira", "Miriam", "Monica", "Nadine", "Nina", "Nora", "Olga", "Olivia", "Paula", "Petra", "Pia", "Ramona",
        "Regina", "Rita", "Romy", "Rosa", "Ruth", "Sabine", "Selma", "Silvia", "Sofia", "Stella", "Susanna", "Sylvie",
        "Tamara", "Tanja", "Thea", "Tilda", "Ursula", "Valeria", "Vera", "Veronica", "Viola", "Wanda", "Yvonne", "Zita",
    ],
    men: &[
        "Adrian", "Alan", "Albert", "Alfred", "Anders", "Andre", "Anton", "Arno", "Arthur", "August", "Axel", "Basil",
        "Benno", "Boris", "Bruno", "Carlo", "Casper", "Cedric", "Clemens", "Conrad", "Damian", "Daniel", "Dario", "Dennis",
        "Diego", "Edgar", "Edwin", "Elias", "Emil", "Enzo", "Erik", "Ernest", "Fabian", "Felix", "Ferdinand", "Florian",
        "Frank", "Franz", "Fritz", "Gabriel", "Georg", "Gerald", "Gilbert", "Gregor", "Gustav", "Hans", "Harald", "Hector",
        "Henrik", "Herbert", "Hugo", "Ivan", "Jakob", "Jan", "Jasper", "Jens", "Joel", "Jonas", "Julian", "Karl",
        "Kaspar", "Kilian", "Klaus", "Konrad", "Kurt", "Lars", "Leander", "Leo", "Leonard", "Linus", "Lorenz", "Luca",
        "Ludwig", "Magnus", "Manuel", "Marco", "Marius", "Martin", "Mats", "Max", "Milan", "Moritz", "Nico", "Niklas",
        "Nils", "Norbert", "Olaf", "Oscar", "Otto", "Pascal", "Paul", "Pedro", "Philip", "Ralf", "Rene", "Robert",
        "Roland", "Rolf", "Ruben", "Rufus", "Samuel", "Sergio", "Simon", "Stefan", "Sven", "Theo", "Tobias", "Victor",
    ],
    families: &[
        "Abbot", "Ackerman", "Albrecht", "Aldridge", "Almond", "Amsel", "Ashby", "Atwater", "Bachmann", "Barlow", "Bartels", "Beckman",
        "Bellamy", "Benson", "Berger", "Birch", "Blackwood", "Blomberg", "Bosman", "Bradley", "Brandt", "Brewster", "Bridges", "Burkhardt",
        "Calder", "Calloway", "Carver", "Castell", "Chapman", "Claasen", "Coleman", "Collier", "Conti", "Corbett", "Cordes", "Crawford",
        "Dahlgren", "Dalton", "Danvers", "Decker", "Delgado", "Denton", "Dietz", "Donner", "Draper", "Drummond", "Dunbar", "Eckhart",
        "Edelmann", "Ekberg", "Ellison", "Emmerich", "Engel", "Everett", "Fairley", "Falk", "Farrow", "Fenwick", "Ferrand", "Fielding",
        "Fischbach", "Forsberg", "Foster", "Frost", "Galloway", "Garland", "Gerber", "Gifford", "Glover", "Goddard", "Grafton", "Granger",
        "Greenwood", "Grimm", "Haas", "Hagen", "Halvorsen", "Hanley", "Harding", "Hartwell", "Haverford", "Heller", "Hendry", "Hewitt",
        "Hofer", "Holloway", "Holm", "Hooper", "Horvat", "Hudson", "Ibarra", "Ingram", "Irving", "Jansen", "Jarvis", "Jensen",
        "Kaiser", "Keller", "Kendrick", "Kessler", "Kirby", "Koller", "Kramer", "Krause", "Lambert", "Langley", "Larsen", "Lawton",
        "Leclair", "Lehmann", "Lindgren", "Lockhart", "Lombard", "Ludlow", "Lundgren", "Madsen", "Mansfield", "Marchand", "Marlow", "Mercer",
        "Merten", "Milford", "Moreau", "Morley", "Munk", "Naylor", "Neumann", "Newell", "Nordin", "Norwood", "Oakley", "Ortner",
        "Palmer", "Parrish", "Paulsen", "Pemberton", "Penrose", "Pfeiffer", "Pickering", "Porter", "Prescott", "Quist", "Radley", "Ramsey",
        "Rasmus", "Redfield", "Reinhardt", "Renner", "Ridley", "Ritter", "Roland", "Rosendal", "Rowland", "Rutherford", "Salinger", "Sandberg",
        "Schell", "Schubert", "Seaton", "Sheldon", "Sherwood", "Sinclair", "Solberg", "Sommer", "Stafford", "Steiner", "Sterling", "Stroud",
        "Sutter", "Talbot", "Tanner", "Thorne", "Tiller", "Torres", "Trent", "Turner", "Ullmann", "Upton", "Valdez", "Vance",
        "Verhoeven", "Vogel", "Wagner", "Wakefield", "Walden", "Warner", "Webster", "Wendt", "Westfall", "Whitaker", "Wilder", "Winslow",
        "Winter", "Wolff", "Woodard", "Yardley", "Yates", "Zander", "Zeller", "Ziegler",
    ],
    joined: false,
};

#[rustfmt::skip]
pub(super) const CYRILLIC: Names = Names {
    women: &["Алина", "Вера", "Дарья", "Елена", "Зоя", "Ирина", "Лариса", "Марина", "Нина", "Ольга", "Полина", "Светлана", "Тамара", "Юлия"],
    men: &["Антон", "Борис", "Вадим", "Глеб", "Денис", "Егор", "Илья", "Кирилл", "Максим", "Никита", "Павел", "Роман", "Степан", "Фёдор"],
    families: &["Бондаренко", "Вербицких", "Гончаренко", "Дроздовских", "Коваленко", "Лысенко", "Мельник", "Нестеренко", "Онищенко", "Петренко", "Седых", "Ткаченко", "Черных", "Шевчук"],
    joined: false,
};

#[rustfmt::skip]
pub(super) const GREEK: Names = Names {
    women: &["Άννα", "Δάφνη", "Ειρήνη", "Ελένη", "Ζωή", "Θάλεια", "Ίρις", "Λυδία", "Μαρίνα", "Νεφέλη"],
    men: &["Αλέξης", "Βασίλης", "Γιώργος", "Δημήτρης", "Ηλίας", "Κώστας", "Λεωνίδας", "Νίκος", "Πέτρος", "Στέφανος"],
    families: &["Αναγνώστου", "Βασιλείου", "Γεωργίου", "Δημητρίου", "Ιωάννου", "Κωνσταντίνου", "Νικολάου", "Οικονόμου", "Παύλου", "Χρήστου"],
    joined: false,
};

#[rustfmt::skip]
pub(super) const ARABIC: Names = Names {
    women: &["أمل", "جميلة", "دلال", "ريم", "سلمى", "عائشة", "فاطمة", "ليلى", "مريم", "نور"],
    men: &["أحمد", "بلال", "حسن", "خالد", "رامي", "سامي", "طارق", "عمر", "كريم", "يوسف"],
    families: &["الأمين", "البستاني", "التميمي", "الحداد", "الخطيب", "الزين", "السالم", "الصباغ", "القاسم", "النجار"],
    joined: false,
};

#[rustfmt::skip]
pub(super) const HEBREW: Names = Names {
    women: &["אורית", "גילה", "דנה", "הדס", "יעל", "מיכל", "נועה", "רותם", "שירה", "תמר"],
    men: &["אבי", "בועז", "גיל", "דוד", "יואב", "מאיר", "נתן", "עומר", "רון", "שי"],
    families: &["אלון", "ברק", "גולן", "דגן", "הררי", "כרמי", "לביא", "מור", "שגב", "תבור"],
    joined: false,
};

#[rustfmt::skip]
pub(super) const DEVANAGARI: Names = Names {
    women: &["अनीता", "कविता", "गीता", "दीपा", "निशा", "पूजा", "मीरा", "रेखा", "सीमा", "सुनीता"],
    men: &["अजय", "अमित", "दीपक", "मनोज", "मोहन", "राजेश", "राहुल", "विजय", "संजय", "सुरेश"],
    families: &["अग्रवाल", "गुप्ता", "चौधरी", "जोशी", "पटेल", "मिश्रा", "मेहता", "यादव", "वर्मा", "शर्मा"],
    joined: false,
};

/// Han, for Chinese names; the given names have one character, and two are put together.
#[rustfmt::skip]
pub(super) const HAN: Names = Names {
    women: &["芳", "娟", "丽", "敏", "静", "燕", "梅", "兰", "玉", "雪", "琴", "云"],
    men: &["伟", "强", "军", "勇", "杰", "涛", "明", "超", "刚", "平", "辉", "鹏"],
    families: &["陈", "刘", "杨", "赵", "黄", "周", "吴", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高"],
    joined: true,
};

#[rustfmt::skip]
pub(super) const HANGUL: Names = Names {
    women: &["영", "미", "지", "은", "수", "혜", "민", "서", "유", "연", "하", "소"],
    men: &["준", "호", "현", "우", "성", "진", "동", "재", "석", "태", "상", "철"],
    families: &["김", "박", "최", "정", "강", "조", "윤", "장", "임", "한", "오", "신", "권", "황", "송", "류"],
    joined: true,
};

/// Katakana, as in forms.
#[rustfmt::skip]
pub(super) const KANA: Names = Names {
    women: &["アキコ", "エミ", "カオリ", "サクラ", "ナオミ", "ハルカ", "ミドリ", "ユキ"],
    men: &["アキラ", "ケンジ", "サトシ", "タケシ", "ヒロシ", "マサル", "ユウキ", "リョウ"],
    families: &["アオキ", "イシダ", "ウエノ", "オカダ", "カワイ", "キムラ", "コバヤシ", "サイトウ", "タナカ", "ナカムラ", "ハヤシ", "マツモト"],
    joined: false,
};

/// Given names that tell a man although they end in `a`, or a woman although they do not.
#[rustfmt::skip]
pub(super) const MEN_BY_NAME: &[&str] = &[
    "luca", "luka", "nikita", "joshua", "noah", "sasha", "mustafa", "ilya", "andrea", "elia", "nicola", "costa", "ezra", "krishna", "aditya", "musa", "isa", "yahya",
];
#[rustfmt::skip]
pub(super) const WOMEN_BY_NAME: &[&str] = &[
    "jane", "anne", "ann", "mary", "alice", "rose", "grace", "claire", "elizabeth", "margaret", "susan", "karen", "helen", "ruth", "emily", "lily", "lucy", "amy",
    "katherine", "kate", "jennifer", "nicole", "michelle", "sophie", "marie", "charlotte", "chloe", "isabelle", "camille", "ingrid", "astrid", "birgit", "heike", "silke",
    "sarah", "hannah", "deborah", "leah", "rachel", "miriam", "carmen", "dolores", "mercedes", "isabel", "raquel", "beatriz", "ines", "pilar", "fatma", "ayse", "zeynep",
    "megan", "erin", "caitlin", "joy", "dorothy", "betty", "nancy", "wendy", "tracy", "sally", "molly", "judith", "edith", "janet", "joan", "lauren", "madison", "brooke",
];
