/**
 * HEALTHCHECK of the image: asks /healthz where the bridge listens; 0 when it answers 200, else 1 and the reason.
 * It finds the address as the bridge does: flag, LISTEN or PORT, configuration file, default.
 * /healthz stays 200 while Dexcom or Nightscout is away: a restart would mend neither.
 */
import { readFileSync } from 'node:fs';
import { get } from 'node:http';

const DEFAULT = '127.0.0.1:17580';
const TIMEOUT_MS = 4_000;

/** Arguments of the daemon, which is the first process of a container. */
const args = read('/proc/1/cmdline')?.split('\0') ?? [];

const listen = flag('listen') ?? env('LISTEN') ?? port(env('PORT')) ?? fromFile() ?? DEFAULT;
const [, v6, plain, digits] = /^(?:\[(.+)\]|([^:]+)):(\d+)$/.exec(listen.trim()) ?? [];
const host = v6 ?? plain;
if (host === undefined) end(`LISTEN ${listen} is no address`);
// All addresses: the machine's own name for itself is one of them.
const asked = ['*', '0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;

get(
  { host: asked, port: Number(digits), path: '/healthz', timeout: TIMEOUT_MS, agent: false },
  (answer) => {
    if (answer.statusCode === 200) process.exit(0);
    end(`/healthz on ${listen} answers ${answer.statusCode}`);
  },
)
  .on('timeout', () => end(`/healthz on ${listen} does not answer within ${TIMEOUT_MS} ms`))
  .on('error', ({ code }) => end(`/healthz on ${listen} cannot be reached (${code})`));

function end(reason) {
  console.log(reason);
  process.exit(1);
}

function flag(name) {
  const at = args.findIndex((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
  if (at === -1) return undefined;
  return args[at].includes('=') ? args[at].slice(name.length + 3) : args[at + 1];
}

function env(name) {
  const lower = name.toLowerCase();
  return [`CUSTOMCONNSTR_${name}`, `CUSTOMCONNSTR_${lower}`, name, lower]
    .map((form) => process.env[form])
    .find((text) => text !== undefined && text.trim() !== '');
}

/** A bare PORT means all addresses. */
function port(text) {
  return text !== undefined && /^\d+$/.test(text.trim()) ? `*:${text.trim()}` : text;
}

function fromFile() {
  const text = read(flag('config') ?? 'config/bridge.yaml');
  // One line of it is asked for: `listen: …` in YAML, `"listen": "…"` in JSON, with or without quotes.
  return /^\s*["']?listen["']?\s*:\s*["']?([^"'#,\s]+)/m.exec(text ?? '')?.[1];
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
