import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { endAllBridges, runToEnd, startBridge } from '../support/bridge-process.ts';
import {
  API_SECRET,
  PASSWORD,
  startWorld,
  type SimulatedWorld,
} from '../support/simulated-world.ts';

let world: SimulatedWorld;
let printed: string[];
beforeEach(async () => {
  world = await startWorld();
  printed = [];
});
afterEach(async () => {
  await endAllBridges();
  await world.dispose();
});

const WRONG_PASSWORD = 'falsches-Kennwort/7+x=&';
const WRONG_SECRET = 'falsches Geheimnis/8+y=&';
const MONGO_PASSWORD = 'mongo-Kennwort-77xyz';
const ALL = [PASSWORD, API_SECRET, WRONG_PASSWORD, WRONG_SECRET, MONGO_PASSWORD];

/** Every form in which a secret could leak. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    createHash('sha1').update(bytes).digest('hex'),
  ];
}

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const end = await runToEnd(args, { ...world.env, LOG_LEVEL: 'debug', ...env }, world.folder);
  printed.push(end.stdout, end.stderr);
  return end;
}

async function daemon(until: RegExp, env: Readonly<Record<string, string>>) {
  const process = startBridge(['run'], { ...world.env, LOG_LEVEL: 'debug', ...env }, world.folder);
  await process.printed(until);
  const end = await process.stop();
  printed.push(end.stdout, end.stderr);
}

/** Answers everything with all the secrets in all forms, and with what it was sent. */
async function startEcho(status: number) {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      const all = ALL.flatMap(formsOf).join(' ');
      response.writeHead(status, { 'content-type': 'text/html' });
      response.end(
        `<html>${request.url ?? ''} ${request.rawHeaders.join(' ')} ${body} ${all}</html>`,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked: () => asked,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function textOfFiles(folder: string): Promise<string> {
  let all = '';
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    all += entry.isDirectory() ? await textOfFiles(path) : await readFile(path, 'latin1');
  }
  return all;
}

test('no secret, session or token is printed or written by any verb, in any form', async () => {
  const unreachable = `mongodb://ann:${MONGO_PASSWORD}@127.0.0.1:9/ns?serverSelectionTimeoutMS=200`;
  await run(['run', '--once']);
  await run(['check'], { MONGODB_URI: unreachable });
  await run(['run', '--once', '--log-format', 'pretty'], { MONGODB_URI: unreachable });
  for (const verb of [
    ['config'],
    ['config', '--json'],
    ['status'],
    ['export'],
    ['unlock'],
    ['run', '--once', '--dexcom-pasword', PASSWORD],
    ['config', '--dexcom-password', PASSWORD],
    ['config', '--nightscout-url', `http://x:${PASSWORD}@127.0.0.1:1`],
    ['config', '--log-level', API_SECRET],
  ]) {
    await run(verb);
  }
  await daemon(/"event":"source\.latched"/, { DEXCOM_PASSWORD: WRONG_PASSWORD });
  await run(['unlock']);
  world.share.requests.clear();
  await run(['run', '--once'], { NIGHTSCOUT_API_SECRET: WRONG_SECRET });
  await run(['check'], { NIGHTSCOUT_API_SECRET: WRONG_SECRET, DEXCOM_PASSWORD: WRONG_PASSWORD });
  await run(['status', '--json'], { DEXCOM_PASSWORD: WRONG_PASSWORD });

  // Servers that echo what they were sent, as error pages do, under whatever status.
  for (const status of [200, 401, 500]) {
    const echo = await startEcho(status);
    const env = { DEXCOM_SHARE_URL: echo.url, NIGHTSCOUT_URL: echo.url, DATA_DIR: `echo${status}` };
    await daemon(/"event":"source\.(failed|latched)"/, env);
    await run(['unlock'], env);
    expect((await run(['check'], env)).code).not.toBe(0);
    const source = { NIGHTSCOUT_URL: echo.url, DATA_DIR: `echo-site${status}` };
    expect((await run(['run', '--once'], source)).code).not.toBe(0);
    expect(echo.asked()).toBeGreaterThan(2);
    await echo.stop();
  }

  // A secret from a file, and a file with a fault in it.
  await mkdir(join(world.folder, 'config'));
  await writeFile(
    join(world.folder, 'config', 'bridge.yaml'),
    `accounts:\n  - name: default\n    dexcom:\n      password: ${JSON.stringify(PASSWORD)}\n      pasword: ${JSON.stringify(PASSWORD)}\n`,
  );
  expect((await run(['config'])).code).toBe(78);

  const output = printed.join('\n');
  for (const secret of ALL) {
    for (const form of formsOf(secret)) {
      expect(output.toLowerCase().split(form.toLowerCase()).length - 1).toBe(0);
    }
  }
  const sessions = output.match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi);
  expect(sessions).toBeNull();

  await rm(join(world.folder, 'config'), { recursive: true });
  const files = await textOfFiles(world.folder);
  expect(files).toContain('SQLite format 3');
  for (const secret of ALL) {
    for (const form of formsOf(secret)) {
      expect(files.includes(Buffer.from(form, 'utf8').toString('latin1'))).toBe(false);
    }
  }
});
