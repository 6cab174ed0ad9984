import type { EpochMs } from '../domain/instant.ts';
import { MINUTE_MS, SECOND_MS } from '../domain/instant.ts';
import type { Reading } from '../domain/reading.ts';
import { localZone, wallClock } from '../platform/local-time.ts';
import type { BridgeEvent, Emit } from '../telemetry/events.ts';
import { demoLine } from './demo-line.ts';

const PERIOD_MS = 5 * MINUTE_MS;

/** What a newcomer reads first. */
export function demoOpening(
  speed: number,
  from: EpochMs,
  now: EpochMs,
  nightscoutUrl: string,
): readonly string[] {
  const begins = wallClock(from);
  const pace =
    speed > 1
      ? [
          `Time is compressed: it begins on ${begins.date} at ${begins.time} and runs ${speed} times as fast (a reading every`,
          `${Number((PERIOD_MS / speed / SECOND_MS).toFixed(1))} s instead of every 5 min) until it reaches the present; then it goes on in real time.`,
        ]
      : ['Time is real: a reading comes every 5 min.'];
  return [
    'Demo: a simulated Dexcom, the real bridge, and a stand-in for Nightscout. SIMULATED DATA: nobody wears this sensor,',
    'nothing leaves this machine, and your own settings are not used.',
    ...pace,
    `Times are of this machine’s clock (${localZone()}, UTC${wallClock(now).offset}). Each line is a reading that has arrived in Nightscout.`,
    `The readings as Nightscout has them: ${nightscoutUrl}/api/v1/entries.json?count=10`,
    'Stop with Ctrl-C.',
    '',
  ];
}

/** Prints a reading once the destination has confirmed it, and where the health page is. */
export function createDemoPrinter(say: (line: string) => void): Emit {
  const waiting: Reading[] = [];
  let previous: Reading | undefined;
  const arrived = (upTo: EpochMs) => {
    waiting.sort((a, b) => a.systemTime - b.systemTime);
    while (waiting[0] !== undefined && waiting[0].systemTime <= upTo) {
      const reading = waiting.shift();
      if (reading === undefined) return;
      say(demoLine(reading, previous));
      previous = reading;
    }
  };
  return (event: BridgeEvent) => {
    if (event.type === 'reading.recorded') waiting.push(event.reading);
    if (event.type === 'sink.delivered') arrived(event.newest);
    if (event.type === 'bridge.listening') say(`Health of the bridge: ${event.address}/healthz`);
  };
}
