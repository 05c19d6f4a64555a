import type { Sport } from './sport.ts';

/** Numbers of the FIT `sport` enum (Garmin FIT profile) to ours; what is missing is OTHER. */
const FIT_SPORTS = new Map<number, Sport>([
  [1, 'RUNNING'],
  [2, 'CYCLING'],
  [5, 'SWIMMING'],
  [11, 'WALKING'],
  [12, 'SKIING'],
  [13, 'SKIING'],
  [14, 'SKIING'],
  [15, 'ROWING'],
  [16, 'HIKING'],
  [17, 'HIKING'],
  [35, 'HIKING'],
]);

/** FIT `sub_sport` numbers that say more than the sport: trail, spin, indoor cycling, virtual, mountain, downhill, enduro, open water. */
const FIT_SUB_SPORTS = new Map<string, Sport>([
  ['1:3', 'TRAIL_RUNNING'],
  ['2:5', 'INDOOR_CYCLING'],
  ['2:6', 'INDOOR_CYCLING'],
  ['2:58', 'INDOOR_CYCLING'],
  ['2:8', 'MOUNTAIN_BIKING'],
  ['2:9', 'MOUNTAIN_BIKING'],
  ['2:123', 'MOUNTAIN_BIKING'],
  ['5:18', 'OPEN_WATER_SWIMMING'],
]);

/** Sub-sports of any sport that are done on e-bikes: fitness, mountain, enduro. */
const FIT_E_BIKES: ReadonlySet<number> = new Set([28, 47, 127]);

/**
 * Sub-sports that tell a sport where the sport itself does not, being generic (0), fitness equipment (4) or training (10):
 * treadmill, spin, indoor cycling, indoor rowing, lap swimming, strength, indoor walking, yoga, indoor running.
 */
const FIT_TELLING = new Map<number, Sport>([
  [1, 'RUNNING'],
  [5, 'INDOOR_CYCLING'],
  [6, 'INDOOR_CYCLING'],
  [14, 'ROWING'],
  [17, 'SWIMMING'],
  [20, 'STRENGTH'],
  [27, 'WALKING'],
  [43, 'YOGA'],
  [45, 'RUNNING'],
]);
const FIT_GENERIC = 0;
const FIT_EQUIPMENT = 4;
const FIT_TRAINING = 10;

/**
 * Sub-sports of any sport that are done indoors: treadmill, spin, indoor cycling, indoor rowing, elliptical, stair climbing,
 * indoor skiing, indoor walking, indoor running, virtual activity, wheelchair walk and run and hand cycling indoors.
 */
const FIT_INDOOR_SUB_SPORTS: ReadonlySet<number> = new Set([1, 5, 6, 14, 15, 16, 25, 27, 45, 58, 86, 87, 88]);

/** What FIT calls the time between the sports of a multisport activity. */
const FIT_TRANSITION = 3;

/** The sport of a FIT session, or null where it says nothing (generic without a telling sub-sport, or a transition). E-bikes are OTHER: a motor helps. */
export function sportFromFit(sport: number | null, subSport: number | null): Sport | null {
  if (sport === null || sport === FIT_TRANSITION) return null;
  if (subSport !== null && FIT_E_BIKES.has(subSport)) return 'OTHER';
  if (sport === FIT_GENERIC) return FIT_TELLING.get(subSport ?? 0) ?? null;
  if (sport === FIT_EQUIPMENT || sport === FIT_TRAINING) return FIT_TELLING.get(subSport ?? 0) ?? 'OTHER';
  return FIT_SUB_SPORTS.get(`${sport}:${subSport}`) ?? FIT_SPORTS.get(sport) ?? 'OTHER';
}

/** Whether a FIT session was indoors, so that its positions, if it has any, are those of a drawn world. */
export const isIndoorsInFit = (sport: number | null, subSport: number | null): boolean =>
  sport === FIT_EQUIPMENT || (subSport !== null && FIT_INDOOR_SUB_SPORTS.has(subSport));

type Words = ReadonlyArray<readonly [part: RegExp, sport: Sport]>;

/**
 * What stands for what in the words of TCX `Sport` and GPX `type`, most telling first; short ones only where a word begins.
 * E-bikes come before all others. "Rower" alone, or with a Polish adjective, is a bicycle: no program calls rowing so. What
 * other languages mean something else by is left out, such as "joga" (yoga), "walka" (a fight) and "aerobik".
 */
const WORDS: Words = [
  [/\be ?(bi[ck]|mountain|mtb|race|touring|trekking|city|road|gravel|enduro|velo|fiets|cycl|cargo)/, 'OTHER'],
  [/\be ?(fahr|renn|lasten)?rad(\b|fahr|tour|sport)|\bel ?(cykel|sykkel)|ele[ck]tr|elettr|ass?isti[dt]/, 'OTHER'],
  [/pedelec|\bvae\b|电动|電動|nauti[cq]|acuatic/, 'OTHER'],
  [/\b(esqui aquatic|sci d acqua|(narty|rower) wodn)/, 'OTHER'],
  [/motor|wheelchair|horse|roller|\b(water|jet|kite) ?ski|\bswim ?(bike ?)?run/, 'OTHER'],
  [/mountaineer|snow ?shoe|backpack/, 'HIKING'],
  [/snowboard/, 'SKIING'],
  [/cycling mountain/, 'MOUNTAIN_BIKING'],
  [/trail ?run|^trail$/, 'TRAIL_RUNNING'],
  [/virtual ?run/, 'RUNNING'],
  [/indoor ?(cycl|bik(e|ing))|virtual ?(ride|cycl|bik(e|ing))|spinning|^rower stacjonarny$/, 'INDOOR_CYCLING'],
  [/mountain ?(bik(e|ing)|cycl|ride)|\bmtb|^rower gorski$/, 'MOUNTAIN_BIKING'],
  [/open ?water/, 'OPEN_WATER_SWIMMING'],
  [/\brun\b|running|\bjog(\b|g)/, 'RUNNING'],
  [/bik(e|ing)|cycl|\brides?\b|^rower( (szosowy|miejski|gravelowy|trekkingowy|crossowy))?$/, 'CYCLING'],
  [/\bhik|hiking|\btrek(?!king(rad|fiets|velo))/, 'HIKING'],
  [/walk(?![aei]\b)/, 'WALKING'],
  [/treadmill/, 'RUNNING'],
  [/swim/, 'SWIMMING'],
  [/\brow(ing|er)?\b/, 'ROWING'],
  [/\bski(?!ff|ll| ?lift|p)|skiing/, 'SKIING'],
  [/strength|weight/, 'STRENGTH'],
  [/yoga|\bjoga\b/, 'YOGA'],
];

/**
 * The same in German, French, Spanish, Italian, Dutch, Portuguese, Polish, Swedish, Norwegian, Danish, Chinese and Japanese:
 * whole words without accents, and none that are something else in English, such as course, tour, marche and loop. First what
 * is done on bikes and skis, which say what a "carrera" or a "bieg" is on, and whose "skating" is skiing.
 */
const BIKES_AND_SKIS_ABROAD: Words = [
  [/\b(vtt|btt|(ciclismo|bicicleta) de montana)\b/, 'MOUNTAIN_BIKING'],
  [/[室屋][内內].*(骑行|騎行|自行车|自転車|サイクリング)/, 'INDOOR_CYCLING'],
  [/\b(fahr|renn|trekking)?rad(fahren|tour|sport)?\b|\b(fiets|fietsen|wielrennen|kolarstwo|rowerze)\b/, 'CYCLING'],
  [/\btrekking(fiets|velo)\b/, 'CYCLING'],
  [/\b(velo|bicis?|bicicletas?|bicicletta|ciclis(mo|ta|tica)|pedalada|cykel|cykling|sykkel|sykling)\b/, 'CYCLING'],
  [/骑行|騎行|自行车|自転車|サイクリング/, 'CYCLING'],
  [/\b(langlauf|langlaufen|esqui|sci|nart(y|ach)|narciarstwo|narciarskie?|langrenn)\b|滑雪|^スキー/, 'SKIING'],
];

/** Names of sports that we do not have, before those on foot abroad: a "randonnée" may be one in a kayak. */
const WORDS_OF_OTHERS: Words = [
  [/surf(?!ace)|ka[jy]ak|canoe|paddl|\braft|\b(para)?sail|boat|\bdiv(e|ing)\b|snorkel|wakeboard|fishing/, 'OTHER'],
  [/\btransport\b|truck|vehicle|^off road$|^track racing$|helicopter|aviation|ballooning|^sup$/, 'OTHER'],
  [/skat|\binline|sled|snowmobil|climb|boulder|\bfl(y|ying|ight)\b|glid|parachut|hunting/, 'OTHER'],
  [/\bmoto|\b((go)?kart(s|ing)?|cavall?o|cheval)\b|\b(caball|equest)/, 'OTHER'],
  [/golf(?![eo]\b)|tennis|padel|squash|badminton|ball\b|soccer|hockey|rugby|cricket|archery|racquet/, 'OTHER'],
  [/elliptical|stair|hiit|high intensity|cross ?fit|pilates|\bdanc|boxing|martial|meditation|breath|cardio/, 'OTHER'],
  [/multi ?sport|triathlon|duathlon|\b(car|drive|driving|atv|bus|train|airplane|scooter)\b/, 'OTHER'],
  [/\b(schlitt|roll)schuh|sztuki walki/, 'OTHER'],
];

/** What is left of other languages. A race of any kind is a "carrera", "corsa" or "Lauf": a run where no more is said. */
const WORDS_ABROAD: Words = [
  [/\b(wandern|wanderung|bergsteigen|randonnee|senderismo|escursionismo|escursione|wedrowka)\b/, 'HIKING'],
  [/\b(vandring|fottur)\b|徒步|登山$|ハイキング/, 'HIKING'],
  [/\b(spazieren|spaziergang|marche (a pied|nordique)|caminar|caminata|camminata|passeggiata)\b/, 'WALKING'],
  [/\b(caminhada|wandelen|wandeling|chodzenie|promenad|gatur)\b|步行|健走|ウォーキング/, 'WALKING'],
  [/越野跑|トレイルラン/, 'TRAIL_RUNNING'],
  [/^((in|out)door )?(lauf|carrera|corsa|corrida|bieg)( (in|out)door)?$/, 'RUNNING'],
  [/\b(carrera|corsa|corrida) (a (pie|piedi|pe)|al aire libre|all aperto|ao ar livre)\b/, 'RUNNING'],
  [/\b(carrera de montana|corsa (su strada|in montagna)|corrida de rua)\b/, 'RUNNING'],
  [/\b(laufen|course a pied|correr|hardlopen|bieganie)\b/, 'RUNNING'],
  [/\b(lopning|løb|løbetur|løping|løpetur)\b|跑步|ランニング/, 'RUNNING'],
  [/\b(schwimmen|natation|natacion|nuoto|natacao|zwemmen|pływanie|simning|svømning|svømming)\b/, 'SWIMMING'],
  [/游泳|水泳/, 'SWIMMING'],
  [/\b(rudern|aviron|remo|canottaggio|roeien|wioslarstwo|rodd|roing|roning)\b|划船|ローイング/, 'ROWING'],
  [/\bkraft(training)?\b/, 'STRENGTH'],
  // Last: who says "schwimmen gehen" swims.
  [/\bgehen\b/, 'WALKING'],
];

const ALL_WORDS = [...WORDS, ...BIKES_AND_SKIS_ABROAD, ...WORDS_OF_OTHERS, ...WORDS_ABROAD];

/** What programs write that know of no sport, and what Garmin calls the time between two. */
const SAYS_NOTHING =
  /^(unknown|undefined|unspecified|uncategori[sz]ed|generic|default|none|null|activity|track|gps|gpx)?$|transition/;

/** Numbers that Strava writes into GPX `type`. */
const STRAVA_NUMBERS = new Map<string, Sport>([
  ['1', 'CYCLING'],
  ['4', 'HIKING'],
  ['9', 'RUNNING'],
  ['10', 'WALKING'],
  ['16', 'SWIMMING'],
]);

/**
 * The sport that a name tells ("Running", "Biking", "trail_running", "GravelRide", Strava's numbers): OTHER when it is of a
 * sport we do not have, UNKNOWN when we know no word of it ("Other" is no name, either), null when it tells none, as a number
 * does that we do not know.
 */
export function sportFromName(name: string): Sport | 'UNKNOWN' | null {
  const words = wordsOf(name);
  if (/^\d+$/.test(words)) return STRAVA_NUMBERS.get(words) ?? null;
  if (SAYS_NOTHING.test(words)) return null;
  return ALL_WORDS.find(([part]) => part.test(words))?.[1] ?? 'UNKNOWN';
}

/** Whether a name tells that it was indoors ("VirtualRun", "indoor_rowing", "室内跑步"), so that positions are those of a drawn world. */
export const isIndoorsByName = (name: string): boolean =>
  /\b(virtual|indoor|treadmill|spinning)|[室屋][内內]/.test(wordsOf(name));

/** In lower case, without accents, a space between words. An "e" between two spaces is the Italian or Portuguese "and", and left out. */
const wordsOf = (name: string): string =>
  name
    .trim()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/\se\s/giu, ' ')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
