import { expect, test } from '@jest/globals';
import { DAY_MS, epochMs, toIsoUtc } from '../../../src/domain/instant.ts';
import { deviceAt, hold } from '../../support/make-journal-record.ts';
import { treatmentsStandInRig } from '../../support/rest-v1-treatments-rig.ts';

const never = new AbortController().signal;

test('a site is not asked for all device states it ever held: loops add one every five minutes', async () => {
  const rig = await treatmentsStandInRig();
  try {
    await rig.sink().write([hold(deviceAt(rig.base, 70))], never);
    const [look] = rig.site.requests.records.filter(({ endpoint }) =>
      /^GET .*devicestatus/.test(endpoint),
    );
    const from = /find\[created_at\]\[\$gte\]=([^&]+)/.exec(decodeURIComponent(look!.query))?.[1];
    expect(from).toBe(toIsoUtc(epochMs(rig.base - 90 * DAY_MS)));
  } finally {
    await rig.stop();
  }
});

test('the same settings are told once in 90 days by journals that were made anew', async () => {
  const rig = await treatmentsStandInRig();
  try {
    const days = [0, 80, 89, 200];
    for (const day of days) {
      await rig.sink().write([hold(deviceAt(epochMs(rig.base + day * DAY_MS), 70))], never);
    }
    const rows = await rig.rows('devicestatus');
    expect(rows.map((row) => row['created_at'])).toEqual(
      [0, 200].map((day) => toIsoUtc(epochMs(rig.base + day * DAY_MS))),
    );
  } finally {
    await rig.stop();
  }
});
