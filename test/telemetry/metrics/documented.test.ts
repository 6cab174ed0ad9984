import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { HOUR_MS, MINUTE_MS } from '../../../src/domain/instant.ts';
import {
  FRESH_MS,
  HISTORY_FRESH_MS,
  OVERDUE_MS,
  STUCK_MS,
} from '../../../src/http-server/ready-reasons.ts';
import { ENDPOINTS } from '../../../src/platform/endpoint.ts';
import { metricsRig, PREFIX } from '../../support/metrics-rig.ts';

const page = await readFile(new URL('../../../docs/METRICS.md', import.meta.url), 'utf8');

/** Cells of every row of the page whose first one is a single name. */
const rows = [...page.matchAll(/^\| `([a-z_]+)`\s*\| (.+) \|$/gm)].map(
  ([, name = '', rest = '']) => [name, ...rest.split('|').map((cell) => cell.trim())],
);

test('the page tells every metric with its type, its labels and its help, and none besides', async () => {
  const { families } = await metricsRig().scrape();
  const given = families
    .filter(({ name }) => name.startsWith(PREFIX))
    .map(({ name, type, help, samples }) => {
      const labels = samples.flatMap((sample) => Object.keys(sample.labels));
      const shown = [...new Set(labels)].filter((label) => label !== 'le').sort();
      return [
        name.slice(PREFIX.length),
        type,
        shown.map((label) => `\`${label}\``).join(', '),
        help,
      ];
    });
  const told = rows.filter(([, type = '']) => ['counter', 'gauge', 'histogram'].includes(type));
  expect(told).toEqual(given);
});

test('the page tells every endpoint', () => {
  const cell = /^\| `service`, `endpoint`\s*\| (.+?)\s*\|$/m.exec(page)?.[1] ?? '';
  const told = cell.split('; ').flatMap((part) => {
    const [service = '', ...endpoints] = [...part.matchAll(/`(\w+)`/g)].map(
      ([, word = '']) => word,
    );
    return endpoints.map((endpoint) => `${service}.${endpoint}`);
  });
  expect(told).toEqual([...ENDPOINTS]);
});

test('the page tells the bounds of readiness as they are', () => {
  expect([FRESH_MS, STUCK_MS]).toEqual([15 * MINUTE_MS, 15 * MINUTE_MS]);
  expect(page).toContain('the newest reading is older than 15 minutes');
  expect(page).toContain('a record has waited for more than 15 minutes');
  expect([HISTORY_FRESH_MS, OVERDUE_MS]).toEqual([6 * HOUR_MS, HOUR_MS]);
  expect(page).toMatch(/is fresh for 6 hours[^.]*an\s+hour overdue/);
});
