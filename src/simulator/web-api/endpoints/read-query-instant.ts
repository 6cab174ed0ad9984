import { epochMs, type EpochMs } from '../../../domain/instant.ts';

const DATE = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))?$/;

/** Reads `YYYY-MM-DDTHH:MM:SS`, milliseconds allowed, as UTC. Undefined for anything else, a zone and a 30 February too. */
export function readQueryInstant(text: string): EpochMs | undefined {
  const match = DATE.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(Number);
  const ms = Number((match[7] ?? '').padEnd(3, '0'));
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return undefined;
  const isDay = day >= 1 && Date.UTC(year, month - 1, day) < Date.UTC(year, month, 1);
  // Years below 100 are read as 19xx by Date.UTC.
  if (!isDay || year < 100) return undefined;
  return epochMs(Date.UTC(year, month - 1, day, hour, minute, second, ms));
}
