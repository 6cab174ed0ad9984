import { expect, test } from '@jest/globals';
import { rowsNamed } from '../../../../src/sinks/nightscout/rest-v3/ask-rows.ts';
import type { V3Client } from '../../../../src/sinks/nightscout/rest-v3/client.ts';
import { V3_TREATMENTS } from '../../../../src/sinks/nightscout/rest-v3/wares.ts';
import { never } from '../../../support/scripted-site.ts';

test('of identifiers that are asked for none is missed by a site that gives ten rows at most', async () => {
  const identifiers = Array.from({ length: 45 }, (_, index) => `id-${index}`);
  const send: V3Client['send'] = ({ path }) => {
    const query = new URLSearchParams(path.replace(/^.*\?/, ''));
    const skip = Number(query.get('skip') ?? 0);
    const asked = query.get('identifier$in')?.split('|') ?? [];
    const result = asked.map((identifier) => ({ identifier })).slice(skip, skip + 10);
    return Promise.resolve({ status: 200, headers: {}, text: JSON.stringify({ result }) });
  };
  const rows = await rowsNamed(
    { send } as V3Client,
    { name: 'treatments', wares: V3_TREATMENTS },
    identifiers,
    never,
  );
  expect(rows.map(({ identifier }) => identifier)).toEqual(identifiers);
});
