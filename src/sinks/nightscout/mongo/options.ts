import { Secret } from '../../../platform/secret.ts';
import { textLike } from '../../../platform/setting-schema.ts';
import { setting, settingGroup } from '../../../platform/setting.ts';
import { textSchema, Unreadable } from '../../../platform/text-schema.ts';
import { writtenNames, type Writes } from '../wanted.ts';

/** A Nightscout MongoDB, written to beside the running site. */
export interface MongoOptions {
  /** Connection string; the database is its path, `test` when that is empty, as Nightscout resolves it. */
  readonly uri: Secret;
  /** Collection of the entries. */
  readonly collection: string;
  /** What Nightscout shows as the uploader. */
  readonly device: string;
  /** Another uploader’s row nearer than this is the same reading, in ms; 0 writes without looking. */
  readonly toleranceMs: number;
  readonly treatmentsCollection: string;
  readonly devicestatusCollection: string;
  /** What else than readings and calibrations is written. */
  readonly writes: Writes;
}

/** What writing readings needs of the options. */
export type MongoReadingOptions = Omit<
  MongoOptions,
  'treatmentsCollection' | 'devicestatusCollection' | 'writes'
>;

/** Scheme, optional user info, hosts, optional path, optional query. */
const MONGO_URI = /^(mongodb(?:\+srv)?):\/\/(?:[^@/]*@)?([^/?@\s]+)(?:\/([^/?@\s]*))?(?:\?\S*)?$/;

const mongoUri = textSchema((text) => {
  const trimmed = text.trim();
  if (MONGO_URI.test(trimmed)) return new Secret(trimmed);
  return new Unreadable(
    'mongodb://… or mongodb+srv://…; the characters : / ? # [ ] @ in its user or password must be percent-encoded',
  );
});

/** Hosts in any order, and the database, without user and password: what tells two destinations apart. */
function placeOf(uri: string): string {
  const [, scheme = '', hosts = '', database = ''] = MONGO_URI.exec(uri) ?? [];
  const withPort = (host: string): string =>
    scheme === 'mongodb' && !/:\d+$/.test(host) ? `${host}:27017` : host;
  const all = hosts.toLowerCase().split(',').map(withPort).sort();
  return `${scheme}://${all.join(',')}/${database === '' ? 'test' : database}`;
}

/** Where the options write, without credentials. */
export function mongoDestination({ uri, collection }: MongoReadingOptions): string {
  return `${placeOf(uri.reveal())} ${collection}`;
}

/** Where and what the options write besides readings, without credentials. */
export function mongoTreatmentsDestination(options: MongoOptions): string {
  const { uri, collection, treatmentsCollection, devicestatusCollection, writes } = options;
  const collections = [
    treatmentsCollection,
    devicestatusCollection,
    ...(writes.mbg ? [collection] : []),
  ];
  return `${placeOf(uri.reveal())} ${collections.join(' ')} ${writtenNames(writes)}`;
}

const collectionName = (example: string) =>
  textLike(
    /^(?!system\.)[^$\0.]([^$\0]{0,118}[^$\0.])?$/,
    `the name of a MongoDB collection such as ${example}`,
  );

/** What a person can set about a Nightscout MongoDB. */
export const mongoSettings = settingGroup({
  role: 'sink',
  section: 'mongodb',
  title: 'Nightscout MongoDB',
  needs: 'MONGODB_URI',
  keepsState: true,
  settings: {
    uri: setting({
      name: 'MONGODB_URI',
      key: 'uri',
      // Nightscout's own order, so that both use the same database.
      aliases: [
        { name: 'STORAGE_URI' },
        { name: 'MONGO_CONNECTION' },
        { name: 'MONGO' },
        { name: 'MONGOLAB_URI' },
      ],
      aliasesFirst: true,
      secret: true,
      schema: mongoUri,
      about:
        'Connection string of the database that Nightscout uses. Without a database in it, test is meant, as in Nightscout.',
      example: 'mongodb://user:password@127.0.0.1:27017/nightscout',
    }),
    collection: setting({
      name: 'MONGODB_COLLECTION',
      key: 'collection',
      aliases: [{ name: 'ENTRIES_COLLECTION' }, { name: 'MONGO_COLLECTION' }],
      fallback: 'entries',
      schema: collectionName('entries'),
      about: 'Collection in which Nightscout keeps its entries.',
    }),
    treatmentsCollection: setting({
      name: 'MONGODB_TREATMENTS_COLLECTION',
      key: 'treatmentsCollection',
      aliases: [{ name: 'MONGO_TREATMENTS_COLLECTION' }],
      fallback: 'treatments',
      schema: collectionName('treatments'),
      about: 'Collection in which Nightscout keeps its treatments.',
    }),
    devicestatusCollection: setting({
      name: 'MONGODB_DEVICESTATUS_COLLECTION',
      key: 'devicestatusCollection',
      aliases: [{ name: 'MONGO_DEVICESTATUS_COLLECTION' }],
      fallback: 'devicestatus',
      schema: collectionName('devicestatus'),
      about: 'Collection in which Nightscout keeps the states of devices.',
    }),
  },
  complete: (given) => given.uri !== undefined,
  combine(
    { uri, collection, treatmentsCollection, devicestatusCollection },
    _given,
    account,
  ): MongoOptions {
    return {
      // complete() has seen to it that there is one.
      uri: uri as Secret,
      collection,
      treatmentsCollection,
      devicestatusCollection,
      device: account.device,
      toleranceMs: account.toleranceMs,
      writes: account.writes,
    };
  },
  destination: mongoDestination,
});
