import { afterEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { Hono } from 'hono';
import { createHttpServer } from '../../src/http-server/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const DOCKER = join(import.meta.dirname, '../../deploy/docker');
const atEnd: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const dispose of atEnd.splice(0)) await dispose();
});

/** A server that answers /healthz alone, with this status; its port. */
async function answering(status: 200 | 503): Promise<number> {
  const routes = new Hono();
  routes.get('/healthz', (context) => context.json({}, status));
  const server = createHttpServer({ host: '127.0.0.1', port: 0 }, [{ path: '/', routes }]);
  const { port } = await server.open();
  atEnd.push(() => server.close());
  return port;
}

/** A port that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

async function run(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [script, ...args], { cwd, env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, said };
}

const check = (
  env: Readonly<Record<string, string>>,
  cwd: string = DOCKER,
): ReturnType<typeof run> => run(join(DOCKER, 'healthcheck.mjs'), [], env, cwd);

describe('the health check of the image', () => {
  test.each([
    ['LISTEN', (port: number) => ({ LISTEN: `127.0.0.1:${port}` })],
    ['LISTEN with a name', (port: number) => ({ LISTEN: `localhost:${port}` })],
    ['LISTEN on all addresses', (port: number) => ({ LISTEN: `0.0.0.0:${port}` })],
    ['LISTEN on all, IPv6 as well', (port: number) => ({ LISTEN: `[::]:${port}` })],
    ['LISTEN with a star', (port: number) => ({ LISTEN: ` *:${port} ` })],
    ['a bare PORT', (port: number) => ({ PORT: `${port}` })],
    ['PORT with an address', (port: number) => ({ PORT: `127.0.0.1:${port}` })],
    ['LISTEN before PORT', (port: number) => ({ LISTEN: `127.0.0.1:${port}`, PORT: '1' })],
    ['an empty LISTEN', (port: number) => ({ LISTEN: '', PORT: `${port}` })],
    ['the form of Azure', (port: number) => ({ CUSTOMCONNSTR_LISTEN: `127.0.0.1:${port}` })],
    ['lower case', (port: number) => ({ listen: `127.0.0.1:${port}` })],
  ])('finds the bridge by %s', async (_how, envOf) => {
    expect(await check(envOf(await answering(200)))).toEqual({ code: 0, said: '' });
  });

  test.each([
    ['YAML', (port: number) => `# listen: 127.0.0.1:1\nlisten: '127.0.0.1:${port}' # the page\n`],
    ['JSON', (port: number) => `{\n  "listen": "127.0.0.1:${port}"\n}\n`],
  ])('finds the bridge by a configuration file in %s', async (_form, textOf) => {
    const { folder, dispose } = await temporaryFolder();
    atEnd.push(dispose);
    await mkdir(join(folder, 'config'));
    await writeFile(join(folder, 'config/bridge.yaml'), textOf(await answering(200)));
    expect(await check({}, folder)).toEqual({ code: 0, said: '' });
  });

  test('asks the address of IPv6 that is named, without its brackets', async () => {
    const port = await closedPort();
    const { code, said } = await check({ LISTEN: `[::1]:${port}` });
    expect(code).toBe(1);
    expect(said).toMatch(`/healthz on [::1]:${port} cannot be reached (E`);
  });

  test('asks where the bridge listens when nothing is said', async () => {
    const { said, code } = await check({ LISTEN: '127.0.0.1:1' });
    expect({ said, code }).toEqual({
      said: '/healthz on 127.0.0.1:1 cannot be reached (ECONNREFUSED)\n',
      code: 1,
    });
    const { folder, dispose } = await temporaryFolder();
    atEnd.push(dispose);
    // Whether something listens there on this machine or not: that is what it asks.
    const unsaid = await check({}, folder);
    expect(unsaid.code === 0 || unsaid.said.includes('/healthz on 127.0.0.1:17580 ')).toBe(true);
  });

  test('fails on another answer than 200, and on an address that is none', async () => {
    const port = await answering(503);
    expect(await check({ LISTEN: `127.0.0.1:${port}` })).toEqual({
      code: 1,
      said: `/healthz on 127.0.0.1:${port} answers 503\n`,
    });
    expect((await check({ LISTEN: 'nonsense' })).said).toBe('LISTEN nonsense is no address\n');
  });
});

describe('the entry of the image', () => {
  /** A folder that every user may look into, with the entry and a program that tells how it was started. */
  async function program(): Promise<string> {
    const folder = await mkdtemp('/tmp/bridge-entry-');
    atEnd.push(() => rm(folder, { recursive: true }));
    await mkdir(join(folder, 'deploy/docker'), { recursive: true });
    await mkdir(join(folder, 'dist'));
    await copyFile(join(DOCKER, 'entry.mjs'), join(folder, 'deploy/docker/entry.mjs'));
    await writeFile(
      join(folder, 'dist/main.js'),
      `console.log(JSON.stringify({ uid: process.getuid(), groups: process.getgroups(), args: process.argv.slice(2) }));
      process.exit(75);`,
    );
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await chmod(folder, 0o755);
    return folder;
  }
  const isRoot = process.getuid?.() === 0;
  const asNobodySpecial = isRoot ? 1000 : process.getuid?.();

  test('is the program, with its arguments and its exit code, and never root', async () => {
    const folder = await program();
    const args = ['export', '--format', 'csv'];
    const { code, said } = await run(join(folder, 'deploy/docker/entry.mjs'), args, {}, '/');
    expect(code).toBe(75);
    expect(JSON.parse(said)).toMatchObject({ uid: asNobodySpecial, args });
    if (isRoot) expect(JSON.parse(said)).toMatchObject({ groups: [1000] });
  });

  test.each([
    ['an empty folder', [], true],
    ['a new disk', ['lost+found'], true],
    ['a journal', ['journal.db', 'journal.db-wal', 'hold.db', 'holder.json'], true],
    ['a folder of somebody else', ['journal.db', 'photo.jpg'], false],
  ])('takes over, from root, %s: %s', async (_what, names, takes) => {
    const folder = await program();
    const data = join(folder, 'data');
    await mkdir(data);
    for (const name of names) await writeFile(join(data, name), '');
    const { code } = await run(
      join(folder, 'deploy/docker/entry.mjs'),
      [],
      { DATA_DIR: data },
      '/',
    );
    expect(code).toBe(75);
    const owner = isRoot && takes ? 1000 : process.getuid?.();
    expect((await stat(data)).uid).toBe(owner);
    for (const name of names) {
      const { uid } = await stat(join(data, name));
      expect(uid).toBe(name === 'lost+found' ? process.getuid?.() : owner);
    }
  });
});
