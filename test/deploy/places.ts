import { textOf } from './deploy-files.ts';
import {
  alone,
  container,
  type Env,
  fly,
  heroku,
  kubernetesSecret,
  railway,
  render,
  unitEnv,
  whole,
} from './deploy-objects.ts';

/** What a person fills in where a file leaves a value open. */
const FILLED: Env = {
  DEXCOM_USERNAME: 'anna',
  DEXCOM_PASSWORD: 'wolf-moon',
  API_SECRET: 'twelve-or-more',
  NIGHTSCOUT_URL: 'https://anna.example.org',
  NIGHTSCOUT_API_SECRET: 'twelve-or-more',
  FEED_API_SECRET: 'twelve-or-more',
  MONGODB_URI: 'mongodb://127.0.0.1/ns',
  TOKEN_KEY: 'sixteen-characters-at-least',
};

/** `${NAME}`, `${NAME:-fallback}` and `${NAME:?why}`, as compose reads them. */
const interpolate = (env: Env): Env =>
  Object.fromEntries(
    Object.entries(env).map(([name, text]) => [
      name,
      text.replaceAll(
        /\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}/g,
        (_all, key: string, fallback?: string) => FILLED[key] ?? fallback ?? '',
      ),
    ]),
  );

const fill = (names: readonly string[]): Env =>
  Object.fromEntries(names.map((name) => [name, FILLED[name] ?? '']));

/** What reaches the bridge at each place, with what the place sets by itself. */
export const PLACES: Readonly<Record<string, Env>> = {
  'docker-compose.yml': interpolate(whole.services['bridge']!.environment),
  'docker-compose.bridge-only.yml': interpolate(alone.services['bridge']!.environment),
  'app.json': {
    PORT: '41234',
    DYNO: 'web.1',
    ...fill(Object.keys(heroku.env)),
    ...Object.fromEntries(
      Object.entries(heroku.env).flatMap(([name, { value }]) =>
        value === undefined ? [] : [[name, value]],
      ),
    ),
  },
  'fly.toml': {
    FLY_MACHINE_ID: 'e82',
    DATA_DIR: '/data',
    ...(fly['env'] as Env),
    ...fill(['DEXCOM_USERNAME', 'DEXCOM_PASSWORD', 'NIGHTSCOUT_URL', 'NIGHTSCOUT_API_SECRET']),
    ...fill(['FEED_API_SECRET']),
  },
  'render.yaml': {
    RENDER: 'true',
    PORT: '10000',
    ...Object.fromEntries(
      render.envVars.map(({ key, value }) => [key, value ?? FILLED[key] ?? '']),
    ),
  },
  'railway.json': {
    RAILWAY_ENVIRONMENT_ID: 'e',
    RAILWAY_VOLUME_MOUNT_PATH: String(railway.deploy['requiredMountPath']),
    PORT: '8080',
    ...fencedEnv('docs/deploy/railway.md'),
  },
  'deploy/kubernetes': {
    DATA_DIR: '/data',
    ...Object.fromEntries(container.env.map(({ name, value }) => [name, value])),
    ...kubernetesSecret.stringData,
  },
  'deploy/systemd, all of the template': unitEnv,
  'docs/deploy/docker.md': fencedEnv('docs/deploy/docker.md'),
  'docs/deploy/fly.md': { LISTEN: '*:17580', ...fencedEnv('docs/deploy/fly.md') },
};

/** The lines `NAME=value` of a page's example of an env file. */
function fencedEnv(path: string): Env {
  return Object.fromEntries(
    [...textOf(path).matchAll(/^ *([A-Z][A-Z0-9_]*)=(\S.*)$/gm)].map(([, name, value]) => [
      name,
      value,
    ]),
  ) as Env;
}
