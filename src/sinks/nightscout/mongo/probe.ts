import type { Clock } from '../../../platform/clock.ts';
import type { ProbeFinding } from '../../sink.ts';
import { clockFinding } from '../clock-finding.ts';
import { failedFinding } from '../failed-finding.ts';
import type { MongoConnection } from './connection.ts';
import { tryUpsert } from './try-upsert.ts';

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
      findings.push(failedFinding(what, thrown));
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
  const { localTime } = hello;
  const serverMs = localTime instanceof Date ? localTime.getTime() : undefined;
  findings.push(...clockFinding('the MongoDB server', serverMs, clock));
  return findings;
}
