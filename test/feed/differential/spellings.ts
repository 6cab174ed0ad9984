import type { Asked } from './corpus.ts';

/** Ways to write a path that a Nightscout answers with data. */
const DATA = [
  '/pebble/',
  '/PEBBLE',
  '/Pebble/?count=2',
  '/api/v1/entries/?count=2',
  '/API/V1/Entries.json?count=2',
  '/api/v1//entries.json?count=2',
  '/api/v1/entries/SGV/.json?count=2',
  '/api/v1/entries/SGV.json?count=2',
  '/api/v1/entries/%73gv.json?count=2',
  '/api/v1/entries/sgv/?count=2',
  '/api/v1/entries/sgv/.json?count=2',
  '/api/v1/entries/.json?count=2',
  '/api/v1/entries/CURRENT',
  '/api/v1/entries/Current.json',
  '/api/v1/Entries/current/',
  // An ending with a slash after it is none: a type of that name is asked for.
  '/api/v1/entries/sgv.json/',
  '/api/v1/times/20.json/',
  '/api/v1/Times/20.json?count=2',
  '/api/v1/SLICE/entries/dateString/sgv/20.json?count=2',
  '/api/v1/Count/entries/Where?find[sgv][$gt]=150',
  '/api/v1/count/entries/where/?find[sgv][$gt]=150',
  '/api/v1/Treatments/',
  '/API/v2/TREATMENTS.json',
  '/api/v1/DeviceStatus/',
  '/api/v1/Profile/Current',
  '/api/v1/profiles/',
  '/api/v1/Food/QuickPicks/',
  '/api/v1/Activity.json',
  '/api/v2/Properties/bgnow',
  '/api/v2/properties/bgnow/',
  '/api/v2/properties/BGnow',
  '/api/v2//properties//bgnow',
];

/** The same where only what is there is compared. */
const SHAPES = [
  '/API/Versions/',
  '/api/v1/Status.json',
  '/api/v1/VerifyAuth/',
  '/API/V3/VERSION',
  '/api/v3/version/',
  '/api/v3/Version.json',
];

/** Spellings that are no path, for a Nightscout as for us. */
const NOTHING = [
  '//pebble',
  '/pebble//',
  '/%70ebble',
  '/peb%62le/',
  '/api//v1/entries.json',
  '//api/v1/entries.json',
  '/api/v1///entries.json',
  '/api/v1/entries//',
  '/api/v1/entries//sgv.json',
  '/api/v1/entries/sgv//',
  '/api/v1/entries.json/',
  '/api/v1/entries.JSON',
  '/api/v1/ENTRIES.CSV',
  '/api/v1/entries.csv/?count=1',
  '/api/v1/%65ntries.json',
  '/%61pi/v1/entries.json',
  '/api/v1/entries%2Ejson',
  '/api/v1/entries%2Fsgv.json',
  '/api/v1/entries.json%20',
  '/api/v1/entries.json%00',
  '/api/v1/status.json/',
  '/api/v1/treatments.json/',
  '/api/v1/profile//',
  '/api/versions//',
];

/** As above, of API v3. */
const V3 = [
  '/API/v3/Entries/?limit=2',
  '/api/v3//entries?limit=2',
  '/api/v3/ENTRIES.JSON?limit=2',
  '/api/v3/entries/History/1700000000000/?limit=2',
  '/api/v3/entries.csv?sort$desc=date&limit=5&fields=date,sgv,direction,device',
  '/api/v3/entries.CSV?sort$desc=date&limit=1&fields=sgv,dexcom',
  '/api/v3/Entries.xml?sort$desc=date&limit=2',
  '/api/v3/food.csv',
  '/api/v3/food.xml',
];
const V3_NOTHING = [
  '/api/v3/entries//',
  '/api/v3/entries//history/1700000000000',
  '/api/v3/%65ntries',
  '/api/v3/entries.txt',
  '/api/v3/no-such.csv',
  '/api/v3/entries/nope.csv',
  '/api/v3/entries.csv?limit=0',
];
const V3_SHAPES = ['/api/v3/Status/', '/api/v3/LASTMODIFIED', '/api/v3/lastmodified.json'];
const V3_ACCEPTED = [
  'text/csv',
  'application/xml',
  'text/csv,application/json',
  'application/json;q=0.5,text/csv',
  'application/*',
  'text/*',
  'text/xml',
  'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'csv',
];

/** Every way to write a path, and to ask for a format of API v3. */
export const SPELLINGS: readonly Asked[] = [
  ...DATA.map((path): Asked => ({ who: 'a spelling', path })),
  ...SHAPES.map((path): Asked => ({ who: 'a spelling', path, judged: 'shape' })),
  ...NOTHING.map((path): Asked => ({ who: 'a spelling', path, judged: 'status' })),
  ...['/pebble/', '/API/V1/Entries.json', '/api/v1/entries.json/', '/api/v2/Properties/'].map(
    (path): Asked => ({ who: 'a spelling', method: 'HEAD', path, judged: 'status' }),
  ),
  ...V3.map((path): Asked => ({ who: 'a spelling', path, shows: 'pass' })),
  ...V3_SHAPES.map((path): Asked => ({ who: 'a spelling', path, shows: 'pass', judged: 'shape' })),
  ...V3_NOTHING.map((path): Asked => ({
    who: 'a spelling',
    path,
    shows: 'pass',
    judged: 'status',
  })),
  ...V3_ACCEPTED.map((accept): Asked => ({
    who: 'a spelling',
    path: '/api/v3/entries?sort$desc=date&limit=1&fields=date,sgv',
    accept,
    shows: 'pass',
  })),
];
