import type { EpochMs } from '../domain/instant.ts';
import { MINUTE_MS, SECOND_MS } from '../domain/instant.ts';
import type { Reading } from '../domain/reading.ts';
import type { Display } from '../platform/display.ts';
import { localZone, wallClock } from '../platform/local-time.ts';
import type { BridgeEvent, Emit } from '../telemetry/events.ts';
import { demoLine } from './demo-line.ts';

const PERIOD_MS = 5 * MINUTE_MS;

/** What a newcomer reads first; the addresses follow when the page is there. */
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
  ];
}

/** Where to look, once the bridge listens; the page comes last. @param base without a slash at its end */
export function demoAddresses(base: string): readonly string[] {
  return [
    `The feed for watches and apps: ${base}/api/v1/entries.json?count=10`,
    `Health of the bridge: ${base}/healthz`,
    '',
    `Open this page, with a day of simulated glucose: ${base}/`,
  ];
}

/** What else wants to know what was printed. */
export interface DemoPrinterOptions {
  readonly units?: Display['units'];
  /** A reading has been printed. */
  readonly onReading?: (reading: Reading, line: string) => void;
}

/**
 * Prints where to look, then a line a reading once the destination has confirmed it. Readings wait until it is known whether
 * the page can be opened: its address is the last of the first lines.
 */
export function createDemoPrinter(
  say: (line: string) => void,
  { units = 'mg/dl', onReading }: DemoPrinterOptions = {},
): Emit {
  const waiting: Reading[] = [];
  let confirmedTo = -Infinity;
  let isServerKnown = false;
  let previous: Reading | undefined;
  const print = () => {
    if (!isServerKnown) return;
    waiting.sort((a, b) => a.systemTime - b.systemTime);
    while (waiting[0] !== undefined && waiting[0].systemTime <= confirmedTo) {
      const reading = waiting.shift();
      if (reading === undefined) return;
      const line = demoLine(reading, previous, units);
      say(line);
      onReading?.(reading, line);
      previous = reading;
    }
  };
  return (event: BridgeEvent) => {
    if (event.type === 'reading.recorded') waiting.push(event.reading);
    if (event.type === 'sink.delivered') {
      confirmedTo = Math.max(confirmedTo, event.newest);
      print();
    }
    if (event.type === 'bridge.listening')
      demoAddresses(event.address).forEach((line) => say(line));
    if (event.type === 'server.failed') say(event.failure.message);
    if (event.type === 'bridge.listening' || event.type === 'server.failed') {
      isServerKnown = true;
      print();
    }
  };
}
