import { once } from 'node:events';
import type { Logger } from 'winston';
import { toIsoUtc, type EpochMs } from '../domain/instant.ts';
import type { Clock } from '../platform/clock.ts';
import type { Emit } from './events.ts';
import { prettyLine } from './pretty-line.ts';
import { createRedactor } from './redaction.ts';
import { LOG_LEVELS, wordEvent, type LogLevel, type LogLine } from './wording.ts';

/** How and where to log. */
export interface LogWriterOptions {
  readonly level: LogLevel;
  readonly format: 'json' | 'pretty';
  /** ANSI colours, for `pretty` on a terminal. */
  readonly colour: boolean;
  /** Where the lines go; the program logs to standard error, so that standard output holds only what was asked for. */
  readonly stream: NodeJS.WritableStream;
  /** Every configured secret as it was typed. */
  readonly secrets: readonly string[];
  readonly clock: Clock;
}

/** Writes facts as log lines. */
export interface LogWriter {
  /** Never throws, never waits. */
  readonly note: Emit;
  /** Fetches the logging library; until then lines wait in order. Called once the first poll is under way. */
  load(): Promise<void>;
  /** Writes what waits and lets go of the stream without closing it. */
  close(): Promise<void>;
}

interface Waiting {
  readonly log: LogLine;
  readonly at: EpochMs;
  readonly type: string;
}

/** One line an event that passes the level, each masked as a whole before it leaves. */
export function createLogWriter(options: LogWriterOptions): LogWriter {
  const redact = createRedactor(options.secrets);
  const highest = LOG_LEVELS.indexOf(options.level);
  const waiting: Waiting[] = [];
  let logger: Logger | undefined;
  /** Resolves when the last line has left; the logger itself ends before that. */
  let written: Promise<unknown> | undefined;
  let loading: Promise<void> | undefined;

  const print = ({ log, at, type }: Waiting): string => {
    const { stack, ...rest } = log;
    const shown: LogLine =
      stack !== undefined && options.level === 'debug' ? { ...rest, stack } : rest;
    if (options.format === 'pretty') return prettyLine(shown, at, options.colour);
    return JSON.stringify({
      time: toIsoUtc(at),
      level: shown.level,
      message: shown.message,
      event: type,
      ...shown.fields,
      ...(shown.stack === undefined ? {} : { stack: shown.stack }),
    });
  };

  const write = (entry: Waiting, to: Logger) => {
    to.log({ level: entry.log.level, message: redact(print(entry)) });
  };

  const load = async () => {
    loading ??= import('winston').then(({ default: winston }) => {
      const transport = new winston.transports.Stream({ stream: options.stream });
      written = once(transport, 'finish');
      const made = winston.createLogger({
        levels: Object.fromEntries(LOG_LEVELS.map((name, index) => [name, index])),
        level: options.level,
        format: winston.format.printf(({ message }) => String(message)),
        // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- winston’s types hide this class’s constructor
        transports: [transport],
        exitOnError: false,
      });
      for (const entry of waiting.splice(0)) write(entry, made);
      logger = made;
    });
    await loading;
  };

  return {
    note(event) {
      const log = wordEvent(event);
      if (LOG_LEVELS.indexOf(log.level) > highest) return;
      const entry: Waiting = { log, at: options.clock.now(), type: event.type };
      if (logger !== undefined) write(entry, logger);
      else waiting.push(entry);
    },
    load,
    async close() {
      if (waiting.length > 0) await load();
      await loading;
      const open = logger;
      if (open === undefined) return;
      open.end();
      await written;
    },
  };
}
