import type { EpochMs } from '../domain/instant.ts';
import type { StateSlot } from '../domain/state-slot.ts';
import { keyOf, type Condition, type Subject, type Trouble } from './trouble.ts';

/** A trouble that people were told of and that has not been told to be over. */
export interface ToldTrouble {
  readonly word: Trouble['word'];
  readonly since: EpochMs;
  readonly code?: string;
}

/**
 * What people were told, durable: a bridge that is started again and again says nothing twice. Troubles only; what is not in
 * it was never told, or was told to be over.
 */
export interface ToldBook {
  /** @throws what the slot throws; a content that cannot be read counts as nothing told */
  open(): Promise<void>;
  of(subject: Subject): ToldTrouble | undefined;
  /** In memory at once, and on disk when it resolves; where that fails it is tried again with the next. Never throws. */
  tell(subject: Subject, trouble: Trouble | undefined): Promise<void>;
  /** Writes what could not be written. Never throws. */
  catchUp(): Promise<void>;
}

/** @param subjects what is watched: of anything else nothing is kept */
export function createToldBook(slot: StateSlot, subjects: readonly Subject[]): ToldBook {
  const known = new Set(subjects.map(keyOf));
  const told = new Map<string, ToldTrouble>();
  let isUnwritten = false;

  async function write(): Promise<void> {
    isUnwritten = true;
    try {
      await slot.write(JSON.stringify({ version: 1, told: Object.fromEntries(told) }));
      isUnwritten = false;
    } catch {
      // A full disk is told of by the journal; here it must not keep a notice from going out.
    }
  }

  return {
    async open() {
      for (const [key, trouble] of readTold(await slot.read())) {
        if (known.has(key)) told.set(key, trouble);
      }
    },
    of: (subject) => told.get(keyOf(subject)),
    async tell(subject, trouble) {
      if (trouble === undefined) {
        told.delete(keyOf(subject));
      } else {
        const { word, since, fault } = trouble;
        // The cause of stopped data is no part of what it is.
        const code = word === 'latched' ? fault?.code : undefined;
        told.set(keyOf(subject), { word, since, ...(code === undefined ? {} : { code }) });
      }
      await write();
    },
    async catchUp() {
      if (isUnwritten) await write();
    },
  };
}

/** What is to be told of a subject now: a trouble, that it is over (`well`), or nothing. Pure. */
export function owed(
  told: ToldTrouble | undefined,
  condition: Condition,
):
  | { readonly tell: 'trouble'; readonly trouble: Trouble }
  | { readonly tell: 'well'; readonly isProven: boolean; readonly over: ToldTrouble }
  | undefined {
  switch (condition.state) {
    case 'unclear':
      return undefined;
    case 'well':
      if (told === undefined) return undefined;
      return { tell: 'well', isProven: condition.isProven, over: told };
    case 'trouble': {
      const { trouble } = condition;
      const isTold =
        told?.word === trouble.word &&
        (trouble.word !== 'latched' || told.code === trouble.fault?.code);
      return isTold ? undefined : { tell: 'trouble', trouble };
    }
  }
}

function readTold(text: string | undefined): readonly (readonly [string, ToldTrouble])[] {
  if (text === undefined) return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  if (typeof value !== 'object' || value === null || !('told' in value)) return [];
  const { told } = value;
  if (typeof told !== 'object' || told === null) return [];
  return Object.entries(told).filter((entry): entry is [string, ToldTrouble] => isTold(entry[1]));
}

function isTold(value: unknown): value is ToldTrouble {
  if (typeof value !== 'object' || value === null) return false;
  const { word, since, code } = value as Record<string, unknown>;
  return (
    (word === 'stopped' || word === 'latched' || word === 'stuck') &&
    Number.isInteger(since) &&
    (code === undefined || typeof code === 'string')
  );
}
