/** A point that stands for something larger than the settlement whose name it bears. */
export interface CoarsePoint {
  readonly lon: number;
  readonly lat: number;
  /** As the file names it. */
  readonly named: string;
  /** What is meant. */
  readonly means: string;
  /** From the point to the farthest corner of what is meant, kilometres, rounded up to the next 5. */
  readonly radiusKm: number;
}

/**
 * Villages near the middle of an oblast on which VIINA puts texts that name the oblast alone. Found by their counts: a
 * village with implausibly many rows that lies within 12 km of the oblast's centroid, or where at least 95 of 100 texts
 * name the oblast. Monastyr-Derezhytskyi lies in another oblast than the one that is meant (Prykarpattia).
 */
const OBLAST_AS_VILLAGE: readonly (readonly [named: string, oblast: string, lon: number, lat: number, km: number])[] = [
  ["Ruttschenkowo", "Donetsk oblast", 37.675289, 47.955082, 145],
  ["Chorna Dolyna", "Kherson oblast", 33.481729, 46.55783, 155],
  ["Slobozhans’ke", "Kharkiv oblast", 36.505117, 49.61494, 130],
  ["Voronyne", "Sumy oblast", 34.123755, 51.106236, 150],
  ["Deremezna", "Kyiv oblast", 30.476622, 50.023928, 175],
  ["Bilka", "Odesa oblast", 30.405789, 46.908223, 240],
  ["Vesele", "Zaporizhzhia oblast", 35.767196, 47.178945, 130],
  ["Kalinovka", "Khmelnytskyi oblast", 26.92966, 49.507388, 125],
  ["Pustomyty", "Lviv oblast", 23.916737, 49.717495, 120],
  ["Posich", "Zakarpattia oblast", 23.413124, 48.220758, 115],
  ["Kryvorizhzhya", "Mykolaiv oblast", 31.767249, 47.394622, 140],
  ["Baydivka", "Luhansk oblast", 38.902523, 49.158739, 165],
  ["Volovytsia", "Chernihiv oblast", 32.00406, 51.355432, 150],
  ["Zakumske", "Sumy oblast", 34.649, 50.955, 180],
  ["Luhove", "Poltava oblast", 33.77849, 49.732394, 140],
  ["Danylivka", "Zhytomyr oblast", 28.475832, 50.639634, 135],
  ["Marianivka", "Rivne oblast", 26.391172, 51.039719, 140],
  ["Voloshky", "Volyn oblast", 24.870534, 51.190908, 105],
  ["Novovolynsk", "Volyn oblast", 24.173188, 50.723817, 170],
  ["Shevchenkovo", "Ivano-Frankivsk oblast", 24.700661, 49.131719, 160],
  ["Petropavlivka", "Cherkasy oblast", 31.352326, 49.26, 140],
  ["Druzhba", "Ternopil oblast", 25.648303, 49.401972, 115],
  ["Vorobiivka", "Vinnytsia oblast", 28.685821, 48.920776, 120],
  ["Monastyr-Derezhytskyi", "Ivano-Frankivsk oblast", 23.471, 49.346, 215],
];

/** A regional centre whose point also carries texts that name its oblast alone. */
export interface Capital {
  readonly lon: number;
  readonly lat: number;
  /** Radius in km where the text does not name the oblast. */
  readonly cityKm: number;
  readonly oblast: string;
  /** From the point to the farthest corner of the oblast, km, rounded up to the next 5. */
  readonly oblastKm: number;
  /** Beginnings of the words, lower case, in Ukrainian and Russian, by which a text names the oblast. */
  readonly stems: readonly string[];
}

const CAPITALS: readonly (readonly [
  oblast: string,
  lon: number,
  lat: number,
  cityKm: number,
  km: number,
  stems: string,
])[] = [
  ["Kyiv oblast", 30.52355, 50.450441, 25, 155, "київщ київськ киевщ киевск"],
  ["Kharkiv oblast", 36.231202, 49.992167, 15, 165, "харківщ харківськ харьковщ харьковск"],
  ["Kherson oblast", 32.614962, 46.640319, 12, 210, "херсонщ херсонськ херсонск"],
  ["Crimea", 34.099413, 44.953634, 12, 205, "крим крым"],
  ["Zaporizhzhia oblast", 35.138851, 47.838312, 15, 185, "запорізьк запорожск"],
  [
    "Dnipropetrovsk oblast",
    35.046181,
    48.464717,
    15,
    185,
    "дніпропетровщ дніпропетровськ днепропетровщ днепропетровск",
  ],
  ["Odesa oblast", 30.731689, 46.484213, 15, 230, "одещ одеськ одесщ одесск"],
  [
    "Donetsk oblast",
    37.80285,
    48.015884,
    15,
    140,
    "донеччин донецької донецькій донецьком донетчин донецкой донецком днр",
  ],
  ["Lviv oblast", 24.029898, 49.839323, 12, 135, "львівщ львівськ львовщ львовск"],
  ["Mykolaiv oblast", 31.993813, 46.975574, 12, 185, "миколаївщ миколаївськ николаевщ николаевск"],
  ["Poltava oblast", 34.551245, 49.589531, 12, 195, "полтавщ полтавськ полтавск"],
  ["Chernihiv oblast", 31.298652, 51.491007, 12, 175, "чернігівщ чернігівськ черниговщ черниговск"],
  ["Sumy oblast", 34.802764, 50.91198, 12, 190, "сумщ сумськ сумск"],
  ["Luhansk oblast", 39.307708, 48.573896, 12, 185, "луганщ луганської луганській луганськом луганск лнр"],
  ["Vinnytsia oblast", 28.46868, 49.232559, 12, 155, "вінничч вінниччин вінницьк винничч винницк"],
  ["Kirovohrad oblast", 32.266371, 48.510363, 12, 190, "кіровоградщ кіровоградськ кировоградщ кировоградск"],
  ["Cherkasy oblast", 32.059772, 49.444433, 12, 190, "черкащ черкаськ черкасщ черкасск"],
  ["Ternopil oblast", 25.591, 49.556, 12, 130, "тернопільщ тернопільськ тернопольщ тернопольск"],
  [
    "Ivano-Frankivsk oblast",
    24.711,
    48.923,
    12,
    140,
    "прикарпат івано-франківщ івано-франківськ франківщ ивано-франковск",
  ],
  ["Khmelnytskyi oblast", 26.987, 49.423, 12, 130, "хмельничч хмельницької хмельницькій хмельнитч хмельницкой"],
  ["Zhytomyr oblast", 28.658669, 50.254649, 12, 165, "житомирщ житомирськ житомирск"],
  ["Volyn oblast", 25.325, 50.747, 12, 155, "волин волынск волыни"],
  ["Rivne oblast", 26.251638, 50.61992, 12, 155, "рівненщ рівненськ ровенщ ровенск"],
  ["Rivne oblast", 26.246877, 50.620122, 12, 155, "рівненщ рівненськ ровенщ ровенск"],
  ["Zakarpattia oblast", 22.289, 48.625, 12, 190, "закарпат"],
  ["Chernivtsi oblast", 25.935, 48.292, 12, 120, "буковин чернівецьк черновицк"],
];

/**
 * Words that are no settlement and were taken for one. Where it happened is unknown. Found by reading the texts of
 * places with implausibly many rows.
 */
const WORD_AS_VILLAGE: readonly (readonly [named: string, word: string, lon: number, lat: number])[] = [
  ["Novoslobidka", "the force grouping Khortytsia", 35.016, 47.844],
  ["Kirove", "the Tavria direction", 35.693, 47.659],
  ["Cheremushky", "Primorye in the Russian Far East", 37.506, 47.076],
  ["Kozerohy", "Capricorn", 31.041, 51.306],
  ["Novyi", "the word new", 38.591, 48.5],
  ["Palianytsia", "a weapon of that name", 24.444, 48.349],
];

/** Points are matched at a thousandth of a degree: the files give five or six decimals of one and the same point. */
const key = (lon: number, lat: number): string => `${Math.round(lon * 1000)} ${Math.round(lat * 1000)}`;

const KYIV = key(30.52355, 50.450441);

const around = <T>(entries: readonly (readonly [lon: number, lat: number, value: T])[]): ReadonlyMap<string, T> => {
  const found = new Map<string, T>();
  // The neighbours are taken too, because a point near the edge of a cell may be rounded into the next.
  for (const [lon, lat, value] of entries)
    for (const dx of [-1, 0, 1]) for (const dy of [-1, 0, 1]) found.set(key(lon + dx / 1000, lat + dy / 1000), value);
  return found;
};

const coarse = around<CoarsePoint>(
  OBLAST_AS_VILLAGE.map(([named, means, lon, lat, radiusKm]) => [lon, lat, { lon, lat, named, means, radiusKm }]),
);
const capitals = around<Capital>(
  CAPITALS.map(([oblast, lon, lat, cityKm, oblastKm, stems]) => [
    lon,
    lat,
    { lon, lat, cityKm, oblast, oblastKm, stems: stems.split(" ") },
  ]),
);
const words = around<string>(WORD_AS_VILLAGE.map(([, word, lon, lat]) => [lon, lat, word]));

/** The oblast that poses as a village at this point, if any. */
export const oblastAt = (lon: number, lat: number): CoarsePoint | undefined => coarse.get(key(lon, lat));

/** The regional centre at this point, if any. Kyiv is a catch-all, and goes by its name as well: it has 284 points. */
export const capitalAt = (lon: number, lat: number, named: string): Capital | undefined =>
  capitals.get(named === "Kyiv" ? KYIV : key(lon, lat));

/** The word that was taken for a settlement at this point, if any. */
export const wordAt = (lon: number, lat: number): string | undefined => words.get(key(lon, lat));

export const OBLASTS_AS_VILLAGES: readonly CoarsePoint[] = [...new Set(coarse.values())];
export const REGIONAL_CENTRES: readonly Capital[] = [...new Set(capitals.values())];
