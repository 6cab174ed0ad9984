import { Secret } from '../../../platform/secret.ts';
import { textLike } from '../../../platform/setting-schema.ts';
import { setting, settingGroup } from '../../../platform/setting.ts';
import { textSchema, Unreadable } from '../../../platform/text-schema.ts';

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
}

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
export function mongoDestination({ uri, collection }: MongoOptions): string {
  return `${placeOf(uri.reveal())} ${collection}`;
}

/** What a person can set about a Nightscout MongoDB. */
export const mongoSettings = settingGroup({
  role: 'sink',
  section: 'mongodb',
  title: 'Nightscout MongoDB',
  needs: 'MONGODB_URI',
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
      schema: textLike(
        /^(?!system\.)[^$\0.]([^$\0]{0,118}[^$\0.])?$/,
        'the name of a MongoDB collection such as entries',
      ),
      about: 'Collection in which Nightscout keeps its entries.',
    }),
  },
  complete: (given) => given.uri !== undefined,
  combine({ uri, collection }, _given, account): MongoOptions {
    return {
      // complete() has seen to it that there is one.
      uri: uri as Secret,
      collection,
      device: account.device,
      toleranceMs: account.toleranceMs,
    };
  },
  destination: mongoDestination,
});
