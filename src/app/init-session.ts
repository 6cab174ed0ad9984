import { allSettings } from '../config/catalogue.ts';
import { isBlank } from '../config/candidate.ts';
import { type GivenAnswers, givenAnswers } from '../config/given-answers.ts';
import { systemClock } from '../platform/clock.ts';
import { systemStrongRandom } from '../platform/strong-random.ts';
import type { Call } from './call.ts';
import { type InitFile, initFile } from './init-file.ts';
import { createInitTrial, type InitTrial } from './init-trial.ts';
import { SETTING_GROUPS } from './modules.ts';
import { watchForStop, type StoppableProcess } from './shutdown.ts';

/** What a first run works with. */
export interface InitSession {
  readonly file: InitFile;
  readonly trial: InitTrial;
  /** What flags and environment say already. */
  readonly given: GivenAnswers;
  /** Aborted when the process is told to stop. */
  readonly signal: AbortSignal;
  /** The signal that stopped it, if one did. */
  readonly stoppedBy: string | undefined;
  /** What is wrong with a text as the value of a setting, in words that do not repeat it. */
  whyWrong(name: string, text: string): string | undefined;
  /** A new secret that can be typed on a phone. */
  makeSecret(): string;
  close(): Promise<void>;
}

/** 120 bits. */
const SECRET_CHARACTERS = 20;

/** Reads what is given; writes and asks nothing yet. */
export async function openInitSession(call: Call, process: StoppableProcess): Promise<InitSession> {
  let stoppedBy: string | undefined;
  const stop = watchForStop({
    process,
    clock: systemClock,
    onStop: (name) => {
      stoppedBy = name;
    },
  });
  const trial = createInitTrial();
  const settings = allSettings(SETTING_GROUPS);
  try {
    const given = await givenAnswers({ ...call, settings: SETTING_GROUPS });
    return {
      file: initFile(call),
      trial,
      given,
      signal: stop.signal,
      get stoppedBy() {
        return stoppedBy;
      },
      whyWrong(name, text) {
        if (isBlank(text)) return 'an answer';
        const setting = settings.find((one) => one.name === name);
        const read = setting?.schema.safeParse(text);
        return read === undefined || read.success
          ? undefined
          : (read.error.issues[0]?.message ?? 'another value');
      },
      makeSecret: () => systemStrongRandom.token().slice(0, SECRET_CHARACTERS),
      async close() {
        await trial.close();
        stop.dispose();
      },
    };
  } catch (thrown) {
    stop.dispose();
    throw thrown;
  }
}
