import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  packAndInstall,
  PRIVATE_FILES,
  PRIVATE_TEXT,
  type PackedPackage,
} from './packed-package.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
const NAME = 'nightscout-dexcom-bridge';

let packed: PackedPackage;
let version: string;
beforeAll(async () => {
  const { version: own } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  version = own;
  packed = await packAndInstall();
}, 180_000);
afterAll(() => packed.dispose());

describe('the tarball', () => {
  test('holds what is needed', () => {
    const paths = packed.files.map(({ path }) => path);
    for (const needed of [
      'LICENSE',
      'README.md',
      'CHANGELOG.md',
      'package.json',
      'dist/main.js',
      'dist/library.js',
      'dist/types/index.d.ts',
      'config/bridge.example.yaml',
      'config/bridge.schema.json',
      'docs/LIBRARY.md',
      'examples/share-latest.mjs',
    ]) {
      expect(paths).toContain(needed);
    }
  });

  test('holds nothing else', () => {
    const paths = packed.files.map(({ path }) => path);
    for (const path of paths) {
      expect(path).toMatch(
        /^(LICENSE|README\.md|CHANGELOG\.md|package\.json|config\/bridge\.(example\.yaml|schema\.json)|docs\/[\w/-]+\.(md|svg|png)|examples\/[\w-]+\.mjs|dist\/[\w-]+\.js|dist\/types\/[a-z-]+\.d\.ts|dist\/public\/.+)$/,
      );
      expect(path).not.toMatch(/\.map$|(^|\/)test|\.env|\.tsbuildinfo/);
    }
    for (const path of PRIVATE_FILES) expect(paths).not.toContain(path);
    // Two years of growth, and a mistake by a factor of two is seen.
    expect(packed.packedBytes).toBeLessThan(1_200_000);
    expect(packed.unpackedBytes).toBeLessThan(4_000_000);
  });

  test('tells nothing of the machine it was made on, nor of what lay about there', async () => {
    for (const { path } of packed.files) {
      const text = await readFile(join(packed.installed, path), 'utf8');
      expect(text.includes(PRIVATE_TEXT)).toBe(false);
      expect(text.includes(ROOT)).toBe(false);
      expect(text.includes(packed.project)).toBe(false);
    }
  });

  test('declares what a caller can reach, and nothing of the rooms behind', async () => {
    const folder = join(packed.installed, 'dist', 'types');
    for (const name of await readdir(folder)) {
      const text = await readFile(join(folder, name), 'utf8');
      for (const [, specifier = ''] of text.matchAll(/from '([^']+)'/g)) {
        expect(specifier).toMatch(/^\.\/[a-z-]+\.js$/);
      }
      expect(text).not.toMatch(/BridgeFailure|StateSlot|Observation|HttpClient/);
    }
  });
});

describe('the program', () => {
  const bridge = (...args: string[]) => packed.run('npx', ['--no', NAME, '--', ...args]);

  test('runs by npx and says its version', async () => {
    expect(await bridge('--version')).toMatchObject({ code: 0, stdout: `${version}\n` });
    const help = await bridge('--help');
    expect(help.code).toBe(0);
    expect(help.stdout).toContain('demo');
  });

  test('shows its configuration', async () => {
    const config = await packed.run(join('node_modules', '.bin', NAME), ['config', '--json']);
    const { settings } = JSON.parse(config.stdout) as { settings: { name: string }[] };
    expect(settings.map(({ name }) => name)).toContain('DEXCOM_USERNAME');
  });

  test('plays the demo', async () => {
    const demo = await packed.run(join('node_modules', '.bin', NAME), ['demo', '--for', '5'], {
      LISTEN: '127.0.0.1:0',
    });
    expect([demo.code, demo.stderr]).toEqual([0, '']);
    expect(demo.stdout.match(/^\d\d:\d\d \d{2,3} mg\/dL/gm)?.length).toBeGreaterThan(30);
  });
});

describe('the library', () => {
  const NAMES = ['DexcomError', 'MemoryTokenStore', 'ShareClient', 'WebApiClient'];

  test.each([
    ['an import', 'esm.mjs', `import * as all from '${NAME}';`],
    ['a require', 'cjs.cjs', `const all = require('${NAME}');`],
  ])('is there for %s, and loads in no time', async (_, file, line) => {
    const script = `${line}
const client = new all.ShareClient({ username: 'a', password: 'b', baseUrl: 'http://127.0.0.1:9' });
client.readings().catch((error) => console.log(
  Object.keys(all).filter((name) => !/default|module|__/.test(name)).sort().join(),
  error instanceof all.DexcomError, error.code,
));`;
    await writeFile(join(packed.project, file), script);
    const { code, stdout, stderr } = await packed.run(process.execPath, [file]);
    expect([code, stdout]).toEqual([0, `${NAMES.join()} true http.unreachable\n`]);
    expect(stderr).not.toMatch(/Error/);
  });

  test('keeps its inside to itself', async () => {
    const script = `import('${NAME}/dist/library.js').catch(({ code }) => console.log(code));`;
    const { stdout } = await packed.run(process.execPath, ['--eval', script]);
    expect(stdout).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED\n');
  });

  test.each([
    ['node16', 'node16'],
    ['nodenext', 'nodenext'],
    ['bundler', 'esnext'],
  ])(
    'has types for a strict project under %s',
    async (moduleResolution, module) => {
      await giveNodeTypes();
      const config = `tsconfig.${moduleResolution}.json`;
      await writeFile(join(packed.project, 'consumer.mts'), CONSUMER);
      await writeFile(
        join(packed.project, config),
        JSON.stringify({
          compilerOptions: {
            ...{ module, moduleResolution, target: 'es2022', lib: ['es2022'], types: ['node'] },
            // Once is enough for the declarations themselves; what differs is how they are found.
            ...{ strict: true, noEmit: true, skipLibCheck: module !== 'nodenext' },
            ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
          },
          files: ['consumer.mts'],
        }),
      );
      const { stdout } = await packed.run(process.execPath, [TSC, '-p', config]);
      expect(stdout).toBe('');
    },
    60_000,
  );
});

/** Those of this checkout: every TypeScript project for Node has them. */
async function giveNodeTypes(): Promise<void> {
  await mkdir(join(packed.project, 'node_modules', '@types'), { recursive: true });
  for (const name of ['@types/node', 'undici-types']) {
    const to = join(packed.project, 'node_modules', name);
    await symlink(join(ROOT, 'node_modules', name), to).catch((thrown: unknown) => {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    });
  }
}

const CONSUMER = `
import {
  DexcomError, MemoryTokenStore, ShareClient, WebApiClient,
  type DexcomErrorCode, type FollowedReading, type GlucoseReading, type LoginVerdict, type TokenStore, type Trend,
} from '${NAME}';

const client: ShareClient = new ShareClient({ username: 'a', password: 'b', region: undefined });
const readings: GlucoseReading[] = await client.readings({ minutes: 30, signal: AbortSignal.timeout(5) });
const value: number | undefined = readings[0]?.glucoseMgdl;
const trend: Trend | undefined = readings[0]?.trend;
const verdict: LoginVerdict = await client.verifyLogin();
if (verdict.ok) verdict.accountId.toUpperCase();
else verdict.error.code satisfies DexcomErrorCode;
for await (const reading of client.follow({ since: readings[0], onStatus: ({ state }) => void state })) {
  const followed: FollowedReading = reading;
  if (followed.isLate) break;
}
const store: TokenStore = new MemoryTokenStore();
const api = new WebApiClient({ clientId: 'a', clientSecret: 'b', redirectUri: 'http://localhost/', store });
const { url, state }: { url: string; state: string } = api.authorizationUrl();
for await (const event of api.events({ from: new Date(0) })) event.amount?.toFixed(1);
for (const device of await api.devices()) device.schedules[0]?.alerts[0]?.alertName.trim();
(await api.dataRange()).egvs?.start.toFixed(0);
try { await client.close(); } catch (error) {
  if (error instanceof DexcomError && error.code === 'share.login_refused') error.retryAt?.toFixed(0);
}

// @ts-expect-error a login is needed
new ShareClient({ password: 'b' });
// @ts-expect-error one login, not two
new ShareClient({ username: 'a', accountId: 'b', password: 'c' });
// @ts-expect-error a slip in a name
client.follow({ snce: 5 });
// @ts-expect-error there is no such code
const code: DexcomErrorCode = 'share.no_such_code';
// @ts-expect-error a reading is not written to
readings[0]!.glucoseMgdl = 5;
// @ts-expect-error the inside is nobody’s business
import('${NAME}/dist/types/share-account.js');

export { code, state, trend, url, value };
`;
