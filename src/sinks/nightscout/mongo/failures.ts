import { BridgeFailure, type FailureKind } from '../../../domain/failure.ts';

/** What may be read of a driver's error. Its message may name hosts or the connection string and is never passed on. */
interface DriverError {
  readonly name: string;
  readonly code: unknown;
  readonly codeName: unknown;
  readonly message: string;
}

const AUTHENTICATION_FAILED = 18;
const UNAUTHORIZED = 13;
const OUT_OF_DISK = 14031;
/** Atlas wraps its own refusals in this code. */
const ATLAS = 8000;
const DUPLICATE_KEY = 11000;

/**
 * The failure that an error of the driver means. The error itself is not kept as cause: it may hold the connection string.
 * @param place collection that was used, for messages
 */
export function mongoFailure(thrown: unknown, place: string): BridgeFailure {
  if (thrown instanceof BridgeFailure) return thrown;
  const error = read(thrown);
  const quota = /space quota|over your .*quota|disk.*full|no space left/i.test(error.message);
  if (quota || error.code === OUT_OF_DISK) {
    return failure(
      'mongodb.full',
      'transient',
      `The MongoDB has no room left for ${place}: delete old data in Nightscout’s admin tools or take a larger plan. The bridge keeps its records and goes on by itself.`,
    );
  }
  const isAtlasLogin = error.code === ATLAS && /bad auth|authentication/i.test(error.message);
  if (error.code === AUTHENTICATION_FAILED || isAtlasLogin) {
    return failure(
      'mongodb.unauthorized',
      'credentials',
      'The MongoDB refused the user name or password in MONGODB_URI: check both (special characters must be percent-encoded) and authSource. Nothing is tried again until it changes.',
    );
  }
  const isAtlasRight = error.code === ATLAS && /not allowed|not authorized/i.test(error.message);
  if (error.code === UNAUTHORIZED || isAtlasRight) {
    return failure(
      'mongodb.forbidden',
      'credentials',
      `The MongoDB user may not read and write ${place}: give it the role readWrite on the database in MONGODB_URI.`,
    );
  }
  if (
    /^Mongo(ServerSelection|Network|NetworkTimeout|PoolCleared|TopologyClosed)/.test(error.name)
  ) {
    return unreachable();
  }
  // A look-up of the host name failed.
  if (typeof error.code === 'string' && /^(E[A-Z]+)$/.test(error.code)) return unreachable();
  if (error.code === DUPLICATE_KEY) {
    return failure(
      'mongodb.raced',
      'transient',
      `Another program wrote the same entry of ${place} at the same moment; the batch is written again.`,
    );
  }
  if (isAddressFault(error)) return badUri();
  const { codeName, name } = error;
  const told = typeof codeName === 'string' && /^\w+$/.test(codeName) ? codeName : name;
  return failure(
    'mongodb.failed',
    'transient',
    `The MongoDB failed while writing ${place} (${told}); the bridge tries again by itself.`,
  );
}

/** The connection string cannot be used. */
export function badUri(): BridgeFailure {
  return failure(
    'mongodb.bad_uri',
    'config',
    'MONGODB_URI cannot be read as a connection string (mongodb://user:password@host:27017/database or mongodb+srv://…): check its options, and percent-encode special characters in user and password.',
  );
}

/** Rows that were there a moment ago are gone; the next write finds out what is true. */
export function rowsVanished(place: string): BridgeFailure {
  return failure(
    'mongodb.raced',
    'transient',
    `Entries of ${place} were removed while the bridge changed them; the batch is written again.`,
  );
}

function unreachable(): BridgeFailure {
  return failure(
    'mongodb.unreachable',
    'transient',
    'The MongoDB cannot be reached: check the host in MONGODB_URI, that the database runs, and (Atlas) that this machine’s address is on the access list. The bridge tries again by itself.',
  );
}

function isAddressFault({ name, code }: DriverError): boolean {
  return (
    /^Mongo(Parse|API|InvalidArgument|MissingCredentials|MissingDependency)Error$/.test(name) ||
    code === 'ERR_INVALID_URL' ||
    name === 'URIError'
  );
}

function read(thrown: unknown): DriverError {
  if (!(thrown instanceof Error)) {
    return { name: 'unknown fault', code: undefined, codeName: undefined, message: '' };
  }
  const { code, codeName } = thrown as { code?: unknown; codeName?: unknown };
  return { name: thrown.name, code, codeName, message: thrown.message };
}

function failure(code: string, kind: FailureKind, message: string): BridgeFailure {
  return new BridgeFailure(code, kind, message);
}
