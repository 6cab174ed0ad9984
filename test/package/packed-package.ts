import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..', '..');

/** In a checkout that is worked in, and in no package: each stands where it would be taken for a file of ours. */
export const PRIVATE_FILES = [
  '.env',
  'config/bridge.yaml',
  'config/password',
  'data/journal.sqlite',
  'docs/api/index.html',
  'dist/left-over.js',
];
export const PRIVATE_TEXT = 'geheim-4711-nobody-may-see';

/** What is not copied: made anew, or nothing of the package. */
const LEFT_OUT = /^(node_modules|\.git|\.cache|dist|data|coverage|bench|test)(\/|$)/;

/** The package as it is published, and a project that has installed it. */
export interface PackedPackage {
  /** Paths in the tarball. */
  readonly files: readonly { readonly path: string; readonly size: number }[];
  /** Of the tarball, in bytes. */
  readonly packedBytes: number;
  /** Of what it unpacks to. */
  readonly unpackedBytes: number;
  /** Where it stands after the installation. */
  readonly installed: string;
  /** The project that uses it. */
  readonly project: string;
  /** Runs a program in the project; an exit code other than 0 is no fault. */
  run(
    command: string,
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>;
  dispose(): Promise<void>;
}

/** Packs a copy of the checkout, so that nothing is built under the feet of other tests, and installs the tarball. */
export async function packAndInstall(): Promise<PackedPackage> {
  const folder = await mkdtemp(join(tmpdir(), 'bridge-pack-'));
  const [checkout, project] = [join(folder, 'checkout'), join(folder, 'project')];
  await copyCheckout(checkout);
  const { stdout } = await npm(['pack', '--json', '--pack-destination', folder], checkout);
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [Packed];
  await mkdir(project);
  await writeFile(
    join(project, 'package.json'),
    JSON.stringify({ name: 'somebodys-project', private: true, type: 'module' }),
  );
  await install(project, join(folder, packed.filename));
  return {
    files: packed.files,
    packedBytes: packed.size,
    unpackedBytes: packed.unpackedSize,
    installed: join(project, 'node_modules', 'nightscout-dexcom-bridge'),
    project,
    async run(command, args, env = {}) {
      try {
        const ended = await run(command, [...args], {
          cwd: project,
          env: { PATH: process.env['PATH'] ?? '', HOME: folder, ...env },
        });
        return { code: 0, ...ended };
      } catch (thrown) {
        const { code, stdout: out, stderr } = thrown as Failed;
        if (typeof code !== 'number') throw thrown;
        return { code, stdout: out, stderr };
      }
    },
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

interface Failed {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

async function copyCheckout(to: string): Promise<void> {
  await cp(ROOT, to, {
    recursive: true,
    filter: (source) => !LEFT_OUT.test(relative(ROOT, source).replaceAll('\\', '/')),
  });
  await symlink(join(ROOT, 'node_modules'), join(to, 'node_modules'));
  for (const name of PRIVATE_FILES) {
    await mkdir(join(to, name, '..'), { recursive: true });
    await writeFile(join(to, name), PRIVATE_TEXT);
  }
}

/** With npm’s own settings of this machine: they name its registry. */
function npm(args: readonly string[], cwd: string) {
  return run('npm', [...args, '--no-audit', '--no-fund', '--no-update-notifier'], {
    cwd,
    maxBuffer: 50_000_000,
  });
}

/** What npm says where no registry can be reached. */
const OFFLINE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET/;

async function install(project: string, tarball: string): Promise<void> {
  try {
    await npm(['install', '--prefer-offline', '--ignore-scripts', tarball], project);
  } catch (thrown) {
    if (!OFFLINE.test((thrown as Failed).stderr)) throw thrown;
    await installByHand(project, tarball);
  }
}

/** The same without a registry: the tarball unpacked, beside the packages that this checkout has for production. */
async function installByHand(project: string, tarball: string): Promise<void> {
  const modules = join(project, 'node_modules');
  const own = join(modules, 'nightscout-dexcom-bridge');
  await mkdir(join(modules, '.bin'), { recursive: true });
  await mkdir(own);
  await run('tar', ['-xzf', tarball, '-C', own, '--strip-components', '1']);
  const lock = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
  };
  for (const [path, { dev }] of Object.entries(lock.packages)) {
    if (dev === true || !/^node_modules\/(@[^/]+\/)?[^/]+$/.test(path)) continue;
    await mkdir(dirname(join(project, path)), { recursive: true });
    await symlink(join(ROOT, path), join(project, path));
  }
  const bin = join(modules, '.bin', basename(own));
  await symlink(join(own, 'dist', 'main.js'), bin);
}
