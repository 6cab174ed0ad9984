import type { EpochMs } from '../../domain/instant.ts';
import type { SimulatedPatient } from '../patient/patient.ts';
import { uuidOf } from './uuid.ts';

/** A Dexcom account of the simulated service. */
export interface ShareAccount {
  readonly name: string;
  readonly password: string;
  /** UUID; follows from the name when absent, so that it outlives a restart as a real one does. */
  readonly accountId?: string;
  /** Whose readings it shares; the simulator's own patient when absent. */
  readonly patient?: SimulatedPatient;
  /** False: sharing off, no follower, or a parent's account: every window is empty. */
  readonly sharing?: boolean;
}

/** How Dexcom defends an account. */
export interface LockRule {
  /** Refusals in a row until the account is locked. */
  readonly maxAttempts: number;
  /** How long it stays locked, in ms. */
  readonly lockMs: number;
}

/** Outcome of one attempt to get in. */
export type Admission =
  | { readonly kind: 'welcome'; readonly accountId: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'locked' };

/** The accounts with their locks. */
export interface ShareAccounts {
  admit(by: 'name' | 'accountId', key: string, password: string, now: EpochMs): Admission;
  changePassword(name: string, password: string): void;
  setSharing(name: string, sharing: boolean): void;
  unlock(name: string): void;
  find(accountId: string): Required<Pick<ShareAccount, 'sharing'>> & {
    readonly patient: SimulatedPatient | undefined;
  };
  list(now: EpochMs): readonly {
    readonly name: string;
    readonly accountId: string;
    readonly sharing: boolean;
    readonly locked: boolean;
    readonly refusals: number;
  }[];
}

interface Known {
  readonly name: string;
  readonly accountId: string;
  readonly patient: SimulatedPatient | undefined;
  password: string;
  sharing: boolean;
  refusals: number;
  lockedUntil: number;
}

/** Opens the accounts. @throws RangeError when one is asked for that does not exist. */
export function createShareAccounts(
  accounts: readonly ShareAccount[],
  rule: LockRule,
): ShareAccounts {
  const known = accounts.map((account): Known => ({
    name: account.name,
    accountId: (account.accountId ?? uuidOf(account.name)).toLowerCase(),
    patient: account.patient,
    password: account.password,
    sharing: account.sharing ?? true,
    refusals: 0,
    lockedUntil: 0,
  }));
  const named = (name: string): Known => {
    const found = known.find((account) => account.name === name);
    if (!found) throw new RangeError(`the simulator has no account named ${name}`);
    return found;
  };
  return {
    admit(by, key, password, now) {
      const account = known.find(
        (one) =>
          (by === 'name' ? one.name : one.accountId) === (by === 'name' ? key : key.toLowerCase()),
      );
      // An unknown name is refused like a wrong password: Dexcom does not tell them apart.
      if (!account) return { kind: 'refused' };
      if (now < account.lockedUntil) return { kind: 'locked' };
      if (account.password === password) {
        account.refusals = 0;
        return { kind: 'welcome', accountId: account.accountId };
      }
      account.refusals += 1;
      if (account.refusals < rule.maxAttempts) return { kind: 'refused' };
      account.refusals = 0;
      account.lockedUntil = now + rule.lockMs;
      return { kind: 'locked' };
    },
    changePassword(name, password) {
      named(name).password = password;
    },
    setSharing(name, sharing) {
      named(name).sharing = sharing;
    },
    unlock(name) {
      Object.assign(named(name), { refusals: 0, lockedUntil: 0 });
    },
    find(accountId) {
      const found = known.find((account) => account.accountId === accountId);
      return { patient: found?.patient, sharing: found?.sharing ?? false };
    },
    list: (now) =>
      known.map(({ name, accountId, sharing, refusals, lockedUntil }) => ({
        name,
        accountId,
        sharing,
        refusals,
        locked: now < lockedUntil,
      })),
  };
}
