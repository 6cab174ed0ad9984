import { createHash } from 'node:crypto';
import { DAY_MS, epochMs, type EpochMs } from '../../domain/instant.ts';
import type { Clock } from '../../platform/clock.ts';
import { createDiary, type Diary } from '../patient/diary.ts';
import { createPatient, type SimulatedPatient } from '../patient/patient.ts';
import type { ShareAccounts } from '../share/share-accounts.ts';
import {
  type Product,
  type Quirks,
  type Region,
  type WebApiRecords,
  createWebApiRecords,
} from './records/index.ts';

/** A person whose data the Web API holds. */
export interface WebApiUser {
  readonly name: string;
  readonly patient: SimulatedPatient;
  readonly diary: Diary;
  readonly product: Product;
  /** 64 hexadecimal digits; another for each application. */
  idFor(client: string): string;
  /** As one application sees the records: their ids are its own. */
  records(client: string): WebApiRecords;
}

/** The people that can sign in. */
export interface WebApiUsers {
  find(name: string): WebApiUser | undefined;
  /** The person with this name and password; the same defence as that of Share stands before it. */
  admit(name: string, password: string, now: EpochMs): WebApiUser | undefined;
  list(): readonly WebApiUser[];
  /** Of one person, or of all. @throws RangeError when there is nobody of that name */
  setProduct(product: Product, name?: string): void;
}

/** Whose data, and how they are given. */
export interface WebApiUsersOptions {
  readonly clock: Clock;
  /** A person has one Dexcom account for Share and for the Web API. */
  readonly accounts: ShareAccounts;
  /** Of the accounts that name none. */
  readonly patient: SimulatedPatient;
  /** By name of the account; one of the person's own habits when absent. */
  readonly diaries?: Readonly<Record<string, Diary>>;
  /** Where the data of a person begin, in days before now. */
  readonly historyDays: number;
  readonly product: Product;
  readonly region: () => Region;
  /** From upload to appearance, in ms; by the region when undefined. */
  readonly uploadDelayMs: () => number | undefined;
  readonly quirks: Quirks;
  /** Adds Dexcom's sandbox users. */
  readonly sandbox: boolean;
}

/** Dexcom's sandbox users; of two it is documented what they wear. */
const SANDBOX: readonly (readonly [name: string, product?: Product])[] = [
  ['SandboxUser1'],
  ['SandboxUser2'],
  ['SandboxUser3'],
  ['SandboxUser4'],
  ['SandboxUser5'],
  ['SandboxUser6', 'g6'],
  ['SandboxUser7', 'g7'],
];
/** The data of a sandbox user end so long before the start. */
const SANDBOX_ENDED_MS = 30 * DAY_MS;
const SANDBOX_SEED = 20_260;

/** The people behind the accounts, and behind the sandbox where it is on. */
export function createWebApiUsers(options: WebApiUsersOptions): WebApiUsers {
  const { clock, accounts, historyDays, product } = options;
  const startedAt = Math.floor(clock.now() / 1_000) * 1_000;
  const products = new Map<string, Product>();
  const sandboxEnd = epochMs(startedAt - SANDBOX_ENDED_MS);

  const personOf = (
    name: string,
    { patient, diary, frozenAt }: Person,
    usual: Product,
  ): WebApiUser => {
    const idFor = (client: string): string =>
      createHash('sha256')
        .update(JSON.stringify([name, client]))
        .digest('hex');
    const byClient = new Map<string, WebApiRecords>();
    const user = {
      name,
      patient,
      diary,
      get product() {
        return products.get(name) ?? usual;
      },
      idFor,
      records(client: string): WebApiRecords {
        const known = byClient.get(client);
        if (known) return known;
        const live = createWebApiRecords({
          patient,
          diary,
          product: () => user.product,
          region: options.region,
          uploadDelayMs: options.uploadDelayMs,
          quirks: options.quirks,
          userId: idFor(client),
        });
        const records = frozenAt === undefined ? live : frozen(live, frozenAt);
        byClient.set(client, records);
        return records;
      },
    };
    return user;
  };

  const known = accounts.list(clock.now()).map(({ name, accountId }) => {
    const patient = accounts.find(accountId).patient ?? options.patient;
    const since = epochMs(startedAt - historyDays * DAY_MS);
    const diary = options.diaries?.[name] ?? createDiary({ patient, clock, since });
    return personOf(name, { patient, diary }, product);
  });
  const simulated = options.sandbox
    ? SANDBOX.map(([name, worn], index) => {
        const patient = createPatient({ seed: SANDBOX_SEED + index, clock });
        const since = epochMs(sandboxEnd - historyDays * DAY_MS);
        const diary = createDiary({ patient, clock, since });
        return personOf(name, { patient, diary, frozenAt: sandboxEnd }, worn ?? product);
      })
    : [];
  const all = [...known, ...simulated];
  return {
    find: (name) => all.find((user) => user.name === name),
    admit(name, password, now) {
      const { kind } = accounts.admit('name', name, password, now);
      return kind === 'welcome' ? known.find((user) => user.name === name) : undefined;
    },
    list: () => all,
    setProduct(next, name) {
      const whose = name === undefined ? all : all.filter((user) => user.name === name);
      if (whose.length === 0)
        throw new RangeError(`the simulator has no user named ${String(name)}`);
      for (const user of whose) products.set(user.name, next);
    },
  };
}

interface Person {
  readonly patient: SimulatedPatient;
  readonly diary: Diary;
  /** Nothing is added after this instant. */
  readonly frozenAt?: EpochMs;
}

/** The records as they were known at an instant. */
function frozen(live: WebApiRecords, at: EpochMs): WebApiRecords {
  return {
    ...live,
    list: (name, from, to) => live.list(name, from, to, at),
    devices: () => live.devices(at),
    dataRange: () => live.dataRange(at),
  };
}
