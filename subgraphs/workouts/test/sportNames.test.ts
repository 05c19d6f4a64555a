import { describe, expect, it } from 'vitest';
import { isIndoorsByName, sportFromName } from '../domain/sportNames.ts';
import { figuresOf, recordingOf, straightLine } from './recordings.ts';

describe('the sport of a recording that does not say', () => {
  it('is guessed by the speed over ground, and by nothing where there is no ground', () => {
    const walk = straightLine(600, 1.5);
    expect(figuresOf(recordingOf([walk], { sport: null })).sport).toBe('WALKING');
    const pool = walk.map(({ time }) => ({ time, distance: (time ?? 0) * 1.5 }));
    expect(figuresOf(recordingOf([pool], { sport: null, format: 'TCX' })).sport).toBe('OTHER');
  });

  it.each([
    ['mountaineering', 'HIKING'],
    ['mountain_biking', 'MOUNTAIN_BIKING'],
    ['motorcycling', 'OTHER'],
    ['EBikeRide', 'OTHER'],
    ['EMountainBikeRide', 'OTHER'],
    ['e_bike_fitness', 'OTHER'],
    ['E-MTB', 'OTHER'],
    ['eMTB', 'OTHER'],
    ['e_mtb_easy', 'OTHER'],
    ['e_racebike', 'OTHER'],
    ['e_touringbicycle', 'OTHER'],
    ['e_enduro_mtb', 'OTHER'],
    ['Electric Bike', 'OTHER'],
    ['Pedelec', 'OTHER'],
    ['enduro_mtb', 'MOUNTAIN_BIKING'],
    ['racebike', 'CYCLING'],
    ['touringbicycle', 'CYCLING'],
    ['mtb_easy', 'MOUNTAIN_BIKING'],
    ['Snowboard', 'SKIING'],
    ['Snowshoe', 'HIKING'],
    ['GravelRide', 'CYCLING'],
    ['mountain_hiking', 'HIKING'],
    ['snow_shoe_ws', 'HIKING'],
    ['VirtualRide', 'INDOOR_CYCLING'],
    ['virtual_run', 'RUNNING'],
    ['VirtualRow', 'ROWING'],
    ['treadmill_running', 'RUNNING'],
    ['Trail Running', 'TRAIL_RUNNING'],
    ['skate_skiing_ws', 'SKIING'],
    ['resort_skiing_snowboarding_ws', 'SKIING'],
    ['trekkingbike', 'CYCLING'],
    ['Open Water Swimming', 'OPEN_WATER_SWIMMING'],
    ['indoor_rowing', 'ROWING'],
    ['9', 'RUNNING'],
    ['Fahrrad/ Strasse', 'CYCLING'],
    ['Trekkingrad', 'CYCLING'],
    ['Vélo de route', 'CYCLING'],
    ['Vélo électrique', 'OTHER'],
    ['Bici da corsa', 'CYCLING'],
    ['Ciclismo de montaña', 'MOUNTAIN_BIKING'],
    ['自転車', 'CYCLING'],
    ['户外跑步', 'RUNNING'],
    ['Course à pied', 'RUNNING'],
    ['Lo\u0308pning', 'RUNNING'],
    ['LØB', 'RUNNING'],
    ['Laufen', 'RUNNING'],
    ['Langlauf', 'SKIING'],
    ['Ski de randonnée', 'SKIING'],
    ['Ski nautique', 'OTHER'],
    ['Randonnée', 'HIKING'],
    ['Wędrówka', 'HIKING'],
    ['Marche nordique', 'WALKING'],
    ['ウォーキング', 'WALKING'],
    ['Natação', 'SWIMMING'],
    ['Pływanie', 'SWIMMING'],
    ['Canottaggio', 'ROWING'],
    ['Carrera ciclista', 'CYCLING'],
    ['Carrera de bicicletas', 'CYCLING'],
    ['Randonnée à vélo', 'CYCLING'],
    ['Rower', 'CYCLING'],
    ['Rower szosowy', 'CYCLING'],
    ['Rower miejski', 'CYCLING'],
    ['Rower trekkingowy', 'CYCLING'],
    ['Rower górski', 'MOUNTAIN_BIKING'],
    ['Rower stacjonarny', 'INDOOR_CYCLING'],
    ['Trekkingfiets', 'CYCLING'],
    ['Trilha e mountain bike', 'MOUNTAIN_BIKING'],
    ['MTB e enduro', 'MOUNTAIN_BIKING'],
    ['Corsa e bici', 'CYCLING'],
    ['Bikram Yoga', 'YOGA'],
    ['Joga', 'YOGA'],
    ['jogging', 'RUNNING'],
    ['Jog', 'RUNNING'],
    ['Schwimmen gehen', 'SWIMMING'],
    ['Laufen gehen', 'RUNNING'],
    ['Gehen', 'WALKING'],
    ['dog_walks', 'WALKING'],
    ['Biking', 'CYCLING'],
    ['indoor_biking', 'INDOOR_CYCLING'],
    ['Jazda na rowerze', 'CYCLING'],
    ['Rower machine', 'ROWING'],
    ['Indoor rower', 'ROWING'],
    ['Bieg na nartach', 'SKIING'],
    ['Bieg narciarski', 'SKIING'],
    ['Biegi narciarskie', 'SKIING'],
    ['Langlauf Skating', 'SKIING'],
    ['Skilanglauf', 'SKIING'],
    ['Carrera', 'RUNNING'],
    ['Carrera a pie', 'RUNNING'],
    ['Corsa a piedi', 'RUNNING'],
    ['Corrida a pé', 'RUNNING'],
    ['Bieg', 'RUNNING'],
    ['Corsa in montagna', 'RUNNING'],
    ['Indoor Lauf', 'RUNNING'],
    ['室内骑行', 'INDOOR_CYCLING'],
    ['室内跑步', 'RUNNING'],
    ['Krafttraining', 'STRENGTH'],
    ['Kraft', 'STRENGTH'],
  ])('%s is %s', (word, sport) => {
    expect(sportFromName(word)).toBe(sport);
  });

  it.each(
    'kitesurf kayaking Canoeing golf inline_skating skateboarding horseback_riding driving Car sailing elliptical tennis IceSkate RollerSki water_skiing multisport Wheelchair Crossfit CrossFit rafting dancing Swimrun SwimBikeRun HKWorkoutActivityTypeSwimBikeRun'.split(
      ' ',
    ),
  )('%s is a sport we do not have', (word) => {
    expect(sportFromName(word)).toBe('OTHER');
  });

  it.each([
    ['cycling_mountain', 'MOUNTAIN_BIKING'],
    ['road_cycling', 'CYCLING'],
    ['gravel_biking', 'CYCLING'],
    ['e_biking', 'OTHER'],
    ['road_running', 'RUNNING'],
    ['backpacking', 'HIKING'],
    ['snowshoeing', 'HIKING'],
    ['cross_country_skiing', 'SKIING'],
    ['ski_touring', 'SKIING'],
    ['swimming_outdoor', 'SWIMMING'],
    ...[
      'transport_car transport_tram transport_ship transport_helicopter truck_hgv all_terrain_vehicle off_road track_racing',
      'off_road_motorcycling_dirt_biking motor_scooter train_riding motorboat sup aviation ultralight_aviation',
      'hot_air_ballooning powered_paragliding_paramotoring horse_riding',
    ].flatMap((words) => words.split(' ').map((word) => [word, 'OTHER'])),
  ])('%s, as OsmAnd or Locus Map writes it, is %s', (word, sport) => {
    expect(sportFromName(word)).toBe(sport);
  });

  it.each([
    'E-Fahrrad',
    'eFahrrad',
    'E-Radfahren',
    'E-Rennrad',
    'E-Trekkingrad',
    'E-cargo bike',
    'e-cycling',
    'Bicicletta a pedalata assistita',
    'Rower elektryczny',
    'E Bike Ride',
    'e bike',
    ' e bike',
    'Virtual E-Bike',
    'mountain_e_bike',
    'VirtualEBikeRide',
    'Cargo eBike',
  ])('%s is an e-bike, which is OTHER', (word) => {
    expect(sportFromName(word)).toBe('OTHER');
  });

  it.each([
    'Carrera de motos',
    'Corsa in moto',
    'Corrida de kart',
    'Inline Lauf',
    'Passeggiata a cavallo',
    'Caminata a caballo',
    'Randonnée équestre',
    'Randonnée à cheval',
    'Randonnée à moto',
    'Randonnée en kayak',
    'Schlittschuh laufen',
    'Sztuki walki',
  ])('%s is no sport on foot', (word) => {
    expect(sportFromName(word)).toBe('OTHER');
  });

  it.each(['Esqui aquático', 'Sci d’acqua', 'Narty wodne', 'Rower wodny'])('%s is a sport on water', (word) => {
    expect(sportFromName(word)).toBe('OTHER');
  });

  it.each([
    'Other',
    'Trail e road',
    'Aerobik',
    'Walka',
    'Jogo de futebol',
    'brown',
    'throwing',
    'trunk',
    'bride',
    'skipping',
    'Course',
    'Tour',
    'Marche',
    'loop',
    'Eislaufen',
    '水上スキー',
    'Бег',
    'Golfe du Lion',
    'Guidance',
    'Skiff',
    'Skilift',
    'Corrida de toros',
    'Porsche Carrera',
  ])('%s is no word for a sport that we know', (word) => {
    expect(sportFromName(word)).toBe('UNKNOWN');
  });

  it.each(['室内骑行', '室内跑步', '屋内ランニング'])('%s is indoors', (word) => {
    expect(isIndoorsByName(word)).toBe(true);
  });

  it.each(['', ' - ', '...', 'unknown', 'Generic', 'uncategorized', 'transition_v2', 'track', '77'])(
    '%j names none',
    (word) => {
      expect(sportFromName(word)).toBeNull();
    },
  );
});
