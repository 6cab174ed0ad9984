import type { Journal } from '../journal/journal.ts';
import { latchSlotName } from '../pipeline/latch.ts';
import type { StatusParts } from '../telemetry/status-board.ts';
import { HISTORY_SOURCES, SINKS, SOURCES, TREATMENT_SINKS } from './modules.ts';
import { readKeptStatus, type KeptStatus } from './status-keeper.ts';

type Side = 'source' | 'sink';

function namesOf(
  ...modules: readonly Readonly<Record<string, { readonly name: string }>>[]
): readonly string[] {
  return modules.flatMap((each) => Object.values(each).map(({ name }) => name));
}

/** Names of every part there can be. */
export const PARTS: Readonly<Record<Side, readonly string[]>> = {
  source: namesOf(SOURCES, HISTORY_SOURCES),
  sink: namesOf(SINKS, TREATMENT_SINKS),
};

/**
 * The accounts that a data folder can be asked about. What the settings leave out (in a shell that has not the
 * environment of the daemon) is filled in from what the daemon last wrote down, and from what is latched.
 */
export async function knownAccounts(
  configured: readonly StatusParts[],
  journal: Journal | undefined,
): Promise<readonly StatusParts[]> {
  if (journal === undefined) return configured;
  const kept = (await readKeptStatus(journal))?.accounts ?? [];
  const isBare = configured.every(({ sources, sinks }) => sources.length + sinks.length === 0);
  const accounts =
    isBare && kept.length > 0 ? [...kept.map(named), ...notIn(configured, kept)] : configured;
  return Promise.all(accounts.map((account) => filledIn(account, kept, journal)));
}

/** Without their settings, `default` is there only because nothing else was named. */
function notIn(
  configured: readonly StatusParts[],
  kept: KeptStatus['accounts'],
): readonly StatusParts[] {
  return configured.filter(
    ({ name }) => name !== 'default' && !kept.some((other) => other.name === name),
  );
}

const named = ({ name }: { readonly name: string }): StatusParts => ({
  name,
  sources: [],
  sinks: [],
});

async function filledIn(
  account: StatusParts,
  kept: KeptStatus['accounts'],
  journal: Journal,
): Promise<StatusParts> {
  const told = kept.find(({ name }) => name === account.name);
  const slots = await journal.slotNames(account.name);
  const parts = (
    side: Side,
    configured: readonly string[],
    last: readonly { readonly name: string }[] = [],
  ): readonly string[] => {
    if (configured.length > 0) return configured;
    const latched = PARTS[side].filter((part) => slots.includes(latchSlotName(side, part)));
    return [...new Set([...last.map(({ name }) => name), ...latched])];
  };
  return {
    name: account.name,
    sources: parts('source', account.sources, told?.sources),
    sinks: parts('sink', account.sinks, told?.sinks),
  };
}
