import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { VERBS } from '../../src/cli/verbs.ts';
import { textOf } from './deploy-files.ts';
import { strangersAmong } from './known-names.ts';

const ROOT = join(import.meta.dirname, '../..');
const PAGES = readdirSync(join(ROOT, 'docs/deploy')).filter((name) => name !== 'README.md');
const ALL = [...PAGES.map((name) => `deploy/${name}`), 'deploy/README.md', 'migrate.md'];

/** What a tired parent looks for on each page. */
const HEADINGS = [
  'Start it',
  'See that it works',
  'Where the data lie',
  'Update',
  'Back up',
  'Tried',
];

/** Names in capitals that are no settings of the bridge: of Nightscout, of the hosts, of the compose files, of exit codes. */
const OTHERS = new Set([
  'AUTH_DEFAULT_ROLES',
  'BRIDGE_BIND',
  'BRIDGE_PORT',
  'DAC_READ_SEARCH',
  'EDITOR',
  'INSECURE_USE_HTTP',
  'MONGO_IMAGE',
  'NIGHTSCOUT_BIND',
  'NIGHTSCOUT_IMAGE',
  'NIGHTSCOUT_PORT',
]);
/** Accepted from other uploaders, and without effect. */
const WITHOUT_EFFECT = /^(SHARE_INTERVAL|ENABLE|BRIDGE_|CONNECT_)/;

test('there is a page for each way, and the index leads to each', () => {
  expect(PAGES.sort()).toEqual(
    [
      'compose.md',
      'docker.md',
      'fly.md',
      'heroku.md',
      'kubernetes.md',
      'railway.md',
      'raspberry-pi.md',
      'render.md',
      'systemd.md',
    ].sort(),
  );
  const index = textOf('docs/deploy/README.md');
  for (const page of PAGES) expect(index).toContain(`](${page})`);
});

test.each(PAGES)('%s answers what is asked of it', (page) => {
  const headings = [...textOf(`docs/deploy/${page}`).matchAll(/^## (.+)$/gm)].map(
    ([, text]) => text,
  );
  expect(headings).toEqual(HEADINGS);
});

describe.each(ALL)('docs/%s', (page) => {
  const text = textOf(`docs/${page}`);

  test('leads nowhere that does not exist', () => {
    const folder = join(ROOT, 'docs', page, '..');
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = '']) => target);
    expect(links.filter((target) => !existsSync(join(folder, target)))).toEqual([]);
    const files = [...text.matchAll(/`((?:deploy|test\/deploy)\/[\w./-]+\.\w+)/g)].map(
      ([, path = '']) => path,
    );
    expect(files.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test('names no setting that the bridge does not know', () => {
    const names = [...text.matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b(?!_)/g)].map(
      ([name]) => name,
    );
    const strange = strangersAmong([...new Set(names)]);
    expect(strange.filter((name) => !OTHERS.has(name) && !WITHOUT_EFFECT.test(name))).toEqual([]);
  });

  test('calls verbs that there are', () => {
    const known = new Set(VERBS.map(({ name }) => name));
    const calls = [
      ...text.matchAll(
        /(?:exec(?: -it)? dexcom-bridge nightscout-dexcom-bridge|exec bridge nightscout-dexcom-bridge|-- nightscout-dexcom-bridge|sudo dexcom-bridge|node dist\/main\.js|"nightscout-dexcom-bridge) ([a-z]+)/g,
      ),
    ].map(([, verb = '']) => verb);
    expect(calls.filter((verb) => !known.has(verb))).toEqual([]);
    if (PAGES.includes(page.slice('deploy/'.length))) expect(calls.length).toBeGreaterThan(0);
  });
});
