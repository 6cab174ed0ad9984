import { BridgeFailure } from '../../domain/failure.ts';

const AUTHENTICATION_FAILED = 18;
const UNAUTHORIZED = 13;
const OUT_OF_DISK = 14_031;
/** Atlas wraps its own refusals in this code. */
const ATLAS = 8000;
const DUPLICATE_KEY = 11_000;

/** Did another writer make the same document first? */
export function isDuplicate(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown as { code?: unknown }).code === DUPLICATE_KEY;
}

/**
 * The failure that an error of the driver means. Never kind `credentials`: what is latched is kept in this very store.
 * The error itself is not kept as cause, as it may hold the connection string.
 * @param collection that was used, for messages
 */
export function stateFailure(thrown: unknown, collection: string): BridgeFailure {
  if (thrown instanceof BridgeFailure) return thrown;
  const { name, message } = thrown instanceof Error ? thrown : { name: 'unknown', message: '' };
  const { code, codeName } = (thrown ?? {}) as { code?: unknown; codeName?: unknown };
  if (
    code === OUT_OF_DISK ||
    /space quota|over your .*quota|disk.*full|no space left/i.test(message)
  ) {
    return new BridgeFailure(
      'state.full',
      'transient',
      `The MongoDB has no room left for ${collection}: delete old data in Nightscout’s admin tools or take a larger plan. The bridge goes on by itself.`,
    );
  }
  if (code === AUTHENTICATION_FAILED || (code === ATLAS && /auth/i.test(message))) {
    return new BridgeFailure(
      'state.login_refused',
      'config',
      'The MongoDB that TOKEN_STORE uses refused the user name or password in MONGODB_URI: check both (special characters must be percent-encoded) and authSource.',
    );
  }
  if (code === UNAUTHORIZED || (code === ATLAS && /not allowed/i.test(message))) {
    return new BridgeFailure(
      'state.forbidden',
      'config',
      `The MongoDB user may not read and write ${collection}, where TOKEN_STORE keeps tokens: give it the role readWrite on the database in MONGODB_URI.`,
    );
  }
  if (isAddressFault(name, code)) return badStateUri();
  const told = typeof codeName === 'string' && /^\w+$/.test(codeName) ? codeName : undefined;
  const isNetwork =
    /^Mongo(ServerSelection|Network|NetworkTimeout|PoolCleared|TopologyClosed|NotConnected|ClientClosed)/;
  if (isNetwork.test(name) || (typeof code === 'string' && /^E[A-Z]+$/.test(code))) {
    return new BridgeFailure(
      'state.unreachable',
      'transient',
      'The MongoDB that TOKEN_STORE uses cannot be reached: check the host in MONGODB_URI, that the database runs, and (Atlas) that this machine’s address is on the access list. The bridge tries again by itself.',
    );
  }
  return new BridgeFailure(
    'state.failed',
    'transient',
    `The MongoDB failed in ${collection} (${told ?? name}); the bridge tries again by itself.`,
  );
}

/** The connection string cannot be used. */
export function badStateUri(): BridgeFailure {
  return new BridgeFailure(
    'state.bad_uri',
    'config',
    'MONGODB_URI, which TOKEN_STORE uses, cannot be read as a connection string (mongodb://user:password@host:27017/database or mongodb+srv://…): check its options, and percent-encode special characters in user and password.',
  );
}

/** What is stored was stored under another key. */
export function wrongKey(collection: string): BridgeFailure {
  return new BridgeFailure(
    'state.wrong_key',
    'config',
    `TOKEN_KEY is not the key with which the tokens in the MongoDB collection ${collection} were stored. Set the former key again; if it is lost, delete that collection (it holds nothing else) and run authorize.`,
  );
}

/** A document cannot be what the bridge wrote. */
export function damaged(what: string, collection: string): BridgeFailure {
  return new BridgeFailure(
    'state.damaged',
    'config',
    `${what} in the MongoDB collection ${collection} was changed by something other than the bridge and cannot be trusted: delete that collection (it holds nothing but tokens and latches) and run authorize.`,
  );
}

/** A later version wrote it. */
export function newer(collection: string): BridgeFailure {
  return new BridgeFailure(
    'state.newer',
    'config',
    `The MongoDB collection ${collection} was written by a later version of the bridge: run that version, or delete the collection and run authorize.`,
  );
}

/** Used before `open` or after `close`. */
export function notOpen(): BridgeFailure {
  return new BridgeFailure('state.closed', 'bug', 'The state store is not open.');
}

function isAddressFault(name: string, code: unknown): boolean {
  return (
    /^Mongo(Parse|API|InvalidArgument|MissingCredentials|MissingDependency)Error$/.test(name) ||
    code === 'ERR_INVALID_URL' ||
    name === 'URIError'
  );
}
