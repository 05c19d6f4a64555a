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

/** FIT `sub_sport` numbers that say more than the sport: trail, spin, indoor cycling, mountain, downhill, virtual, open water. */
const FIT_SUB_SPORTS = new Map<string, Sport>([
  ['1:3', 'TRAIL_RUNNING'],
  ['2:5', 'INDOOR_CYCLING'],
  ['2:6', 'INDOOR_CYCLING'],
  ['2:58', 'INDOOR_CYCLING'],
  ['2:8', 'MOUNTAIN_BIKING'],
  ['2:9', 'MOUNTAIN_BIKING'],
  ['5:18', 'OPEN_WATER_SWIMMING'],
  ['2:28', 'OTHER'],
  ['2:47', 'OTHER'],
]);

/** Sub-sports of fitness equipment (4) and training (10): treadmill, indoor cycling, rowing, strength, yoga, indoor running. */
const FIT_INDOOR = new Map<number, Sport>([
  [1, 'RUNNING'],
  [5, 'INDOOR_CYCLING'],
  [6, 'INDOOR_CYCLING'],
  [14, 'ROWING'],
  [20, 'STRENGTH'],
  [43, 'YOGA'],
  [45, 'RUNNING'],
]);
const FIT_EQUIPMENT = 4;
const FIT_TRAINING = 10;

/** What FIT calls the time between the sports of a multisport activity. */
const FIT_TRANSITION = 3;

/** The sport of a FIT session, or null where it says nothing (generic, or a transition). E-bikes are OTHER: a motor helps. */
export function sportFromFit(sport: number | null, subSport: number | null): Sport | null {
  if (sport === null || sport === 0 || sport === FIT_TRANSITION) return null;
  if (sport === FIT_EQUIPMENT || sport === FIT_TRAINING) return FIT_INDOOR.get(subSport ?? 0) ?? 'OTHER';
  return FIT_SUB_SPORTS.get(`${sport}:${subSport}`) ?? FIT_SPORTS.get(sport) ?? 'OTHER';
}

/** Words that TCX `Sport` and GPX `type` use, most telling first; all compared in lower case. */
const WORDS: ReadonlyArray<readonly [word: string, sport: Sport]> = [
  ['ebik', 'OTHER'],
  ['e_bik', 'OTHER'],
  ['e-bik', 'OTHER'],
  ['emountain', 'OTHER'],
  ['motor', 'OTHER'],
  ['mountaineer', 'HIKING'],
  ['snowshoe', 'HIKING'],
  ['snowboard', 'SKIING'],
  ['trail', 'TRAIL_RUNNING'],
  ['indoor_cycling', 'INDOOR_CYCLING'],
  ['indoor cycling', 'INDOOR_CYCLING'],
  ['virtual', 'INDOOR_CYCLING'],
  ['spinning', 'INDOOR_CYCLING'],
  ['mountain', 'MOUNTAIN_BIKING'],
  ['mtb', 'MOUNTAIN_BIKING'],
  ['open water', 'OPEN_WATER_SWIMMING'],
  ['open_water', 'OPEN_WATER_SWIMMING'],
  ['run', 'RUNNING'],
  ['jog', 'RUNNING'],
  ['treadmill', 'RUNNING'],
  ['hik', 'HIKING'],
  ['trek', 'HIKING'],
  ['walk', 'WALKING'],
  ['bik', 'CYCLING'],
  ['cycl', 'CYCLING'],
  ['ride', 'CYCLING'],
  ['swim', 'SWIMMING'],
  ['row', 'ROWING'],
  ['ski', 'SKIING'],
  ['strength', 'STRENGTH'],
  ['weight', 'STRENGTH'],
  ['yoga', 'YOGA'],
];

/** Numbers that Strava writes into GPX `type`. */
const STRAVA_NUMBERS = new Map<string, Sport>([
  ['1', 'CYCLING'],
  ['4', 'HIKING'],
  ['9', 'RUNNING'],
  ['10', 'WALKING'],
  ['16', 'SWIMMING'],
]);

/** The sport a word names ("Running", "Biking", "trail_running", Strava's numbers), or null when it names none we know. */
export function sportFromName(name: string): Sport | null {
  const word = name.trim().toLowerCase();
  const byNumber = STRAVA_NUMBERS.get(word);
  if (byNumber) return byNumber;
  if (word === 'virtualrun' || word === 'virtual_run') return 'RUNNING';
  return WORDS.find(([part]) => word.includes(part))?.[1] ?? null;
}
