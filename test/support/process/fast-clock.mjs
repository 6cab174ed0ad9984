/**
 * `node --import <this file> dist/main.js run` with FAST_CLOCK=`factor,realStartMs,startMs`: the hour and the waits of the
 * bridge's clock run `factor` times as fast, as in the simulator's scaled clock with the same three numbers. Timeouts of
 * connections stay real, so the network does not seem `factor` times as slow, and so does the time allowed for a stop.
 * FAST_TIMEOUTS=`n` cuts the time allowed for a request to an n-th, for servers that never answer.
 */
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

const [factor, realStart, start] = (process.env.FAST_CLOCK ?? '1,0,0').split(',').map(Number);
const RealDate = Date;
const now = () => Math.round(start + (RealDate.now() - realStart) * factor);

globalThis.Date = class Date extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(now());
    else super(...given);
  }
  static now() {
    return now();
  }
};

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => (stopping = true));
}

const wait = timers.setTimeout;
timers.setTimeout = (ms, ...rest) => wait(stopping ? ms : Math.ceil(ms / factor), ...rest);
const allow = AbortSignal.timeout;
const cut = Number(process.env.FAST_TIMEOUTS ?? 1);
AbortSignal.timeout = (ms) => allow.call(AbortSignal, Math.ceil(ms / cut));
syncBuiltinESMExports();
