import { BridgeFailure } from '../../../domain/failure.ts';
import type { StateSlot } from '../../../domain/state-slot.ts';
import type { ShareClient } from './client.ts';
import type { ShareOptions } from './options.ts';

/** Holds one account’s session, across restarts too, and is the only place that logs in. */
export interface SessionKeeper {
  /** Takes up what an earlier run left, where it belongs to the same credentials and server. */
  load(): Promise<void>;
  /** The session, logged in for where there is none. */
  current(signal: AbortSignal): Promise<string>;
  /** UUID of the Dexcom account, once it is known. */
  accountId(): string | undefined;
  /** A session other than the dead one; logs in at most once. */
  renew(dead: string, signal: AbortSignal): Promise<string>;
}

/** What the slot holds, as JSON. */
interface Kept {
  /** Mark of the credentials and server that the ids belong to. */
  readonly credentials: string;
  readonly accountId: string;
  readonly sessionId: string;
}

/** @param credentials mark of credentials and server: what another one left is never used */
export function createSessionKeeper(
  login: ShareOptions['login'],
  credentials: string,
  client: Pick<ShareClient, 'authenticate' | 'logIn'>,
  slot: StateSlot,
): SessionKeeper {
  let accountId: string | undefined;
  let sessionId: string | undefined;
  let running: { readonly login: Promise<string>; readonly signal: AbortSignal } | undefined;

  async function logIn(signal: AbortSignal): Promise<string> {
    try {
      accountId ??=
        login.by === 'id' ? login.accountId : await client.authenticate(login.name, signal);
      sessionId = await client.logIn(accountId, signal);
    } catch (thrown) {
      if (thrown instanceof BridgeFailure && thrown.kind === 'credentials') await forget();
      throw thrown;
    }
    // Held before it is kept: where the disk is full the next fetch must not log in again.
    await slot.write(JSON.stringify({ credentials, accountId, sessionId } satisfies Kept));
    return sessionId;
  }

  /** The next login, whenever a person allows it, begins at the user name. */
  async function forget(): Promise<void> {
    accountId = undefined;
    sessionId = undefined;
    // The refusal must be heard even where the slot cannot be cleared; what stays in it is met again and refused again.
    await slot.clear().catch(() => undefined);
  }

  async function acquire(signal: AbortSignal): Promise<string> {
    for (;;) {
      signal.throwIfAborted();
      if (sessionId !== undefined) return sessionId;
      if (running === undefined) {
        running = { login: logIn(signal).finally(() => (running = undefined)), signal };
        return running.login;
      }
      // Two fetches at once share one login, and one refusal; but not the other’s cancellation.
      const shared = running;
      try {
        return await shared.login;
      } catch (thrown) {
        if (!shared.signal.aborted) throw thrown;
      }
    }
  }

  return {
    async load() {
      const kept = parseKept(await slot.read());
      if (kept?.credentials !== credentials) return;
      accountId = kept.accountId;
      sessionId = kept.sessionId;
    },
    current: acquire,
    accountId: () => accountId,
    renew(dead, signal) {
      if (sessionId === dead) sessionId = undefined;
      return acquire(signal);
    },
  };
}

/** Whatever cannot be read is as good as nothing: the worst it costs is a login. */
function parseKept(text: string | undefined): Kept | undefined {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return isKept(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null) return false;
  const { credentials, accountId, sessionId } = value as Partial<Record<keyof Kept, unknown>>;
  return [credentials, accountId, sessionId].every(
    (part) => typeof part === 'string' && part !== '',
  );
}
