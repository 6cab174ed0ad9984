import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new empty folder, and how to be rid of it. */
export async function temporaryFolder(): Promise<{
  readonly folder: string;
  readonly dispose: () => Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'bridge-test-'));
  return { folder, dispose: () => rm(folder, { recursive: true, force: true }) };
}
