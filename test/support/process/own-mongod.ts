import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { resolveMongod } from '../mongod/resolve-mongod.mjs';

/** A MongoDB server that can be killed and brought back with what it has on its disk. */
export interface OwnMongod {
  readonly uri: string;
  /** kill -9. */
  kill(): Promise<void>;
  /** The same port, the same disk; resolves when it answers. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts one of our own, also where MONGODB_TEST_URI names a server: that one is not ours to kill.
 * @param patienceMs how long a start may take
 */
export async function ownMongod(patienceMs = 60_000): Promise<OwnMongod> {
  const found = await resolveMongod({ ...process.env, MONGODB_TEST_URI: '' });
  if (found.kind !== 'binary') throw new Error('a MongoDB server of our own needs its program');
  const disk = await mkdtemp(join(tmpdir(), 'bridge-mongod-'));
  const port = await freePort();
  const uri = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  const args = ['--dbpath', disk, '--port', String(port), '--bind_ip', '127.0.0.1'];
  const lean = ['--nounixsocket', '--wiredTigerCacheSizeGB', '0.25', '--quiet'];
  let child: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child;
    child = undefined;
    if (!running) return;
    running.kill(signal);
    if (running.exitCode === null && running.signalCode === null) await once(running, 'exit');
  };
  const start = async (): Promise<void> => {
    // Under a faked clock the server keeps the true one.
    child = spawn(found.path, [...args, ...lean], {
      stdio: 'ignore',
      env: { ...process.env, LD_PRELOAD: '' },
    });
    const client = new MongoClient(uri, { serverSelectionTimeoutMS: patienceMs });
    try {
      await client.db('admin').command({ ping: 1 });
    } finally {
      await client.close();
    }
  };
  await start();
  return {
    uri,
    kill: () => end('SIGKILL'),
    start,
    async stop() {
      await end('SIGKILL');
      await rm(disk, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
