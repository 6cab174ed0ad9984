import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { HOUR_MS, MINUTE_MS, epochMs } from '../../src/domain/instant.ts';
import { bridgeWorld } from '../support/process/bridge-world.ts';
import { expectExactlyOnce } from '../support/process/expect-exactly-once.ts';

/** No file may grow beyond this, in KiB: room for the first day of readings, and for little more. */
const ROOM_KIB = 160;
const LIMITED = ['bash', '-c', `ulimit -S -f ${ROOM_KIB} && exec "$@"`, 'bash'];

// A limit on the size of files is what a full disk is to one process, and needs no rights. Linux can lift it from outside.
if (process.platform === 'linux') {
  test('a journal that has no room left takes nothing, and takes everything when there is room again', async () => {
    const firstReading = epochMs(Date.now() - 20 * HOUR_MS);
    const world = await bridgeWorld({
      speed: 240,
      patient: { notBefore: firstReading, appearanceDelay: 15_000 },
    });
    try {
      const bridge = world.start({ wrapper: LIMITED });
      const failed = await bridge.fact(({ event }) => event === 'source.failed');
      expect(failed).toMatchObject({ code: expect.stringMatching(/^journal\.(disk_full|io)$/) });
      await world.until(world.clock.now() + 20 * MINUTE_MS);
      expect(bridge.over).toBe(false);
      const written = world.siteRows().length;
      await world.until(world.clock.now() + 15 * MINUTE_MS);
      // Nothing is delivered that is not safe in the journal.
      expect(world.siteRows()).toHaveLength(written);
      expect(world.visible(firstReading).length).toBeGreaterThan(written + 2);
      // The session was kept in memory: a full disk is no reason to log in with every call.
      expect(world.share.requests.counts['LoginPublisherAccountById']).toBe(1);

      await promisify(execFile)('prlimit', ['--pid', String(bridge.pid), '--fsize=unlimited:']);
      await bridge.fact(() => world.siteRows().length > written + 2);
      expect(await bridge.stop()).toBe(0);
      await expectExactlyOnce(world, firstReading);
    } finally {
      await world.stop();
    }
  });
}
