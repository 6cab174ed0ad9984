import { posix } from 'node:path';
import type { Environment } from './environment.ts';

/** A host of programs whose disk is lost with each restart, but where a volume is mounted. */
interface Host {
  readonly title: string;
  /** A variable that this host sets for every program. */
  readonly variable: string;
  /** A folder of the host that lasts, where its environment names one. */
  readonly volumeVariable?: string;
  /** Programs can be given a folder that lasts. */
  readonly hasVolumes: boolean;
}

/**
 * As the hosts document it:
 * DYNO devcenter.heroku.com/articles/dyno-startup-behavior, lost disk …/dyno-isolation ·
 * RENDER render.com/docs/environment-variables, lost disk render.com/docs/disks ·
 * FLY_MACHINE_ID fly.io/docs/machines/runtime-environment, volumes fly.io/docs/volumes ·
 * RAILWAY_… docs.railway.com/reference/variables, volumes docs.railway.com/reference/volumes.
 */
const HOSTS: readonly Host[] = [
  { title: 'Heroku', variable: 'DYNO', hasVolumes: false },
  { title: 'Render', variable: 'RENDER', hasVolumes: true },
  { title: 'Fly.io', variable: 'FLY_MACHINE_ID', hasVolumes: true },
  {
    title: 'Railway',
    variable: 'RAILWAY_ENVIRONMENT_ID',
    volumeVariable: 'RAILWAY_VOLUME_MOUNT_PATH',
    hasVolumes: true,
  },
];

/**
 * What to say where tokens would be lost with the next restart; nothing where the disk lasts or cannot be judged.
 * @param dataDir absolute path of the journal
 * @param isChosen a person set it: where the host does not say which folder lasts, they know
 */
export function warningOfLostDisk(
  env: Environment,
  dataDir: string,
  isChosen: boolean,
): string | undefined {
  const host = HOSTS.find(({ variable }) => (env[variable] ?? '') !== '');
  if (host === undefined) return undefined;
  const { title, volumeVariable, hasVolumes } = host;
  const volume = volumeVariable === undefined ? undefined : env[volumeVariable];
  if (volumeVariable === undefined ? hasVolumes && isChosen : isWithin(dataDir, volume)) {
    return undefined;
  }
  const remedy = hasVolumes ? 'Put DATA_DIR on a volume, or set' : 'Set';
  return `This is ${title}, where ${hasVolumes ? 'only a mounted volume' : 'no file'} outlives a restart: the tokens of the Web API would be lost, and authorize needed again each time. ${remedy} TOKEN_STORE to mongodb, with TOKEN_KEY and MONGODB_URI.`;
}

function isWithin(folder: string, volume: string | undefined): boolean {
  if (volume === undefined || volume === '') return false;
  const path = posix.relative(volume, folder);
  return path !== '..' && !path.startsWith('../');
}
