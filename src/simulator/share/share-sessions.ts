import type { EpochMs } from '../../domain/instant.ts';
import type { Random } from '../../platform/random.ts';
import { randomUuid } from './uuid.ts';

/** The sessions that logins opened. */
export interface ShareSessions {
  open(accountId: string, now: EpochMs): string;
  /** Whose session it is; undefined when unknown, expired or ended. */
  accountOf(sessionId: string, now: EpochMs): string | undefined;
  /** Its number in the order of opening, from 1; names a session without telling it. */
  ordinalOf(sessionId: string): number | undefined;
  /** Ends all sessions. */
  expireAll(): void;
  /** How many could still be used. */
  liveCount(now: EpochMs): number;
  setLifetime(lifetimeMs: number): void;
}

/** @param lifetimeMs from login to expiry; a change holds for sessions opened later. */
export function createShareSessions(lifetimeMs: number, random: Random): ShareSessions {
  const sessions = new Map<string, { accountId: string; ordinal: number; expiresAt: number }>();
  let lifetime = lifetimeMs;
  return {
    open(accountId, now) {
      const id = randomUuid(random);
      sessions.set(id, { accountId, ordinal: sessions.size + 1, expiresAt: now + lifetime });
      return id;
    },
    accountOf(sessionId, now) {
      const session = sessions.get(sessionId.toLowerCase());
      return session && now < session.expiresAt ? session.accountId : undefined;
    },
    ordinalOf: (sessionId) => sessions.get(sessionId.toLowerCase())?.ordinal,
    expireAll() {
      for (const session of sessions.values()) session.expiresAt = 0;
    },
    liveCount: (now) => [...sessions.values()].filter((session) => now < session.expiresAt).length,
    setLifetime(next) {
      lifetime = next;
    },
  };
}
