import type { ProbeFinding } from '../../sink.ts';
import { failedFinding } from '../failed-finding.ts';
import type { MongoConnection } from './connection.ts';
import type { MongoOptions } from './options.ts';
import { NO_ROW, tryUpsert } from './try-upsert.ts';

/** Tries what writing treatments and device states needs and leaves nothing behind. */
export async function probeTreatments(
  connection: MongoConnection,
  { treatmentsCollection, devicestatusCollection }: MongoOptions,
  signal: AbortSignal,
): Promise<readonly ProbeFinding[]> {
  const findings: ProbeFinding[] = [];
  const steps = [
    { what: 'Permission to write treatments', name: treatmentsCollection },
    { what: 'Permission to write device states', name: devicestatusCollection },
  ];
  for (const { what, name } of steps) {
    const rows = connection.collection(name);
    const work = async (): Promise<void> => {
      const _id = connection.objectId(NO_ROW);
      await rows.findOne({ _id });
      await tryUpsert(rows, connection);
      await rows.deleteOne({ _id });
    };
    try {
      await connection.run(signal, work, name);
      const detail = `reading, writing and deleting are allowed in ${rows.dbName}.${name}`;
      findings.push({ what, ok: true, detail });
    } catch (thrown) {
      signal.throwIfAborted();
      const finding = failedFinding(what, thrown);
      findings.push(finding);
      // A server that is away or refuses the login is not asked again.
      if (finding.failure?.code !== 'mongodb.forbidden') break;
    }
  }
  return findings;
}
