import { BridgeFailure } from '../../../domain/failure.ts';
import { MINUTE_MS } from '../../../domain/instant.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { ProbeFinding } from '../../sink.ts';
import type { MongoConnection } from './connection.ts';
import { tryUpsert } from './try-upsert.ts';

const LARGEST_SKEW_MS = MINUTE_MS;

/** Tries what writing needs and leaves nothing behind. */
export async function probeMongo(
  connection: MongoConnection,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly ProbeFinding[]> {
  const findings: ProbeFinding[] = [];
  const { client, entries } = connection;
  const place = `${entries.dbName}.${entries.collectionName}`;
  const step = async (what: string, work: () => Promise<string>): Promise<boolean> => {
    try {
      findings.push({ what, ok: true, detail: await connection.run(signal, work) });
      return true;
    } catch (thrown) {
      signal.throwIfAborted();
      if (!(thrown instanceof BridgeFailure)) throw thrown;
      findings.push({ what, ok: false, detail: thrown.message, failure: thrown });
      return false;
    }
  };
  const isUp = await step('MongoDB', async () => {
    const { version } = await client.db().command({ buildInfo: 1 });
    return `version ${String(version)}, database ${entries.dbName}`;
  });
  if (!isUp) return findings;
  await step('Permission to read entries', async () => {
    const [newest] = await entries
      .find({ type: 'sgv' }, { projection: { sysTime: 1, dateString: 1 } })
      .sort({ date: -1 })
      .limit(1)
      .toArray();
    const at = newest?.['sysTime'] ?? newest?.['dateString'];
    return newest
      ? `${place}, newest entry ${typeof at === 'string' ? at : 'without a time'}`
      : `${place} holds no glucose entries yet; if Nightscout shows some, it uses another database or collection`;
  });
  await step('Permission to write entries', async () => {
    await tryUpsert(entries, connection);
    return 'inserting and updating are allowed';
  });
  const hello = await connection.run(signal, () => client.db().command({ hello: 1 }));
  findings.push(...clockFinding(hello['localTime'], clock));
  return findings;
}

function clockFinding(localTime: unknown, clock: Clock): readonly ProbeFinding[] {
  if (!(localTime instanceof Date)) return [];
  const skewMs = localTime.getTime() - clock.now();
  const seconds = Math.max(1, Math.round(Math.abs(skewMs) / 1000));
  const ok = Math.abs(skewMs) <= LARGEST_SKEW_MS;
  return [
    {
      what: 'Clock of the MongoDB server',
      ok,
      detail: ok
        ? `within ${seconds} s of this machine`
        : `${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} this machine: set the clock of the one that is wrong (NTP)`,
    },
  ];
}
