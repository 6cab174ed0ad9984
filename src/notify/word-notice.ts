import { HIGH_MGDL, LOW_MGDL, mmolText } from '../domain/glucose.ts';
import type { EpochMs } from '../domain/instant.ts';
import type { Display } from '../platform/display.ts';
import { wallClock } from '../platform/local-time.ts';
import { latchRemedy } from '../telemetry/latch-remedy.ts';
import type { Notice } from './notice.ts';
import { shorten } from './shorten.ts';
import { spanInWords } from './span-in-words.ts';
import type { ToldTrouble } from './told.ts';
import type { Subject, Trouble } from './trouble.ts';

/** What wording needs besides the trouble. */
export interface NoticeWords {
  readonly now: EpochMs;
  /** More than one person, or one with a name: the account is named then. */
  readonly names: boolean;
  readonly newest: { readonly at: EpochMs; readonly glucoseMgdl?: number } | undefined;
  /** How glucose is shown; missing where notices may not name it. */
  readonly glucose?: Display['units'];
}

const PART_WORDS: Readonly<Record<string, string>> = {
  share: 'Dexcom Share',
  'web-api': 'the Dexcom Web API',
  nightscout: 'the Nightscout site',
  mongodb: 'the Nightscout MongoDB',
  'nightscout-treatments': 'treatments in the Nightscout site',
  'mongodb-treatments': 'treatments in the Nightscout MongoDB',
};

/** What to look at when Dexcom answers and has nothing. */
const CHECK_SHARE =
  'Check on the phone of the person who wears the sensor: does the Dexcom app show readings (no warm-up, no expired sensor, no lost signal)? Is the phone online? Is Share on, with at least one follower? The bridge goes on asking.';
const CHECK_WEB_API =
  'Check on the phone of the person who wears the sensor: does the Dexcom app show readings, and is it online? A receiver must be uploaded by cable. The Web API is hours late by design, which is counted in. The bridge goes on asking.';
/** Characters. What to do stands behind it, and receivers cut what is longer than some 1,000. */
const LONGEST_FAULT = 750;
const MEANWHILE = 'Until then look at the Dexcom app or use a meter.';

/** Words a trouble. Pure. */
export function wordTrouble(subject: Subject, trouble: Trouble, words: NoticeWords): Notice {
  const { word, since, fault } = trouble;
  const facts = {
    isTrouble: true,
    ...factsOf(subject, words),
    since,
    ...(fault === undefined ? {} : { code: fault.code }),
  };
  const of = named(subject, words);
  const part = partWords(subject);
  switch (word) {
    case 'stopped': {
      const { newest, now } = words;
      const title =
        newest === undefined
          ? `No reading has arrived yet${of}`
          : `No new reading for ${spanInWords(now - newest.at)}${of}`;
      const last =
        newest === undefined
          ? ''
          : ` The newest is of ${clockTime(newest.at, now)}${glucoseOf(words)}.`;
      const message = `${whyStopped(trouble, subject.account)}${last} ${MEANWHILE}`;
      return { type: 'data.stopped', title, message, ...facts };
    }
    case 'latched': {
      const side = subject.about === 'sink' ? 'sink' : 'source';
      const what = side === 'sink' ? `Nothing is sent to ${part}` : `${capital(part)} is not read`;
      const remedy = latchRemedy(fault?.code ?? '', subject.account, side);
      return {
        type: `${side}.latched`,
        title: `${what} until you act${of}`,
        message: `${sentence(fault?.message)} ${remedy.text}.`.trim(),
        ...facts,
      };
    }
    case 'stuck':
      return {
        type: 'sink.stuck',
        title: `${capital(part)} has taken nothing for ${spanInWords(words.now - since)}${of}`,
        message: `${sentence(fault?.message)} Nothing is lost: the bridge keeps what it could not deliver, and goes on trying.`,
        ...facts,
      };
  }
}

/** Words that it is over. Pure. @param isProven it was seen to work, not only no longer seen to fail */
export function wordWell(
  subject: Subject,
  over: ToldTrouble,
  isProven: boolean,
  words: NoticeWords,
): Notice {
  const facts = { isTrouble: false, ...factsOf(subject, words), since: over.since };
  const of = named(subject, words);
  const part = partWords(subject);
  const until = subject.about === 'data' ? (words.newest?.at ?? words.now) : words.now;
  const lasted = spanInWords(Math.max(0, until - over.since));
  if (subject.about === 'data') {
    const { newest, now } = words;
    const last =
      newest === undefined
        ? ''
        : ` The newest is of ${clockTime(newest.at, now)}${glucoseOf(words)}.`;
    return {
      type: 'data.again',
      title: `Readings arrive again${of}`,
      message: `There was none for ${lasted}; what Dexcom still holds of that time is filled in.${last}`,
      ...facts,
    };
  }
  if (subject.about === 'source') {
    return {
      type: 'source.opened',
      title: `${capital(part)} is ${isProven ? 'read' : 'tried'} again${of}`,
      message: `It was stopped for ${lasted}.${isProven ? '' : ' Whether the login is taken shows with its next answer.'}`,
      ...facts,
    };
  }
  const type = over.word === 'latched' ? 'sink.opened' : 'sink.again';
  return {
    type,
    title: `${capital(part)} is ${isProven ? 'written' : 'tried'} again${of}`,
    message: `Nothing was taken for ${lasted}; what was kept for it is ${isProven ? 'being delivered' : 'delivered with the next try'}.`,
    ...facts,
  };
}

/** A notice that everything is in place. Pure. */
export function wordTest(now: EpochMs): Notice {
  return {
    type: 'test',
    isTrouble: false,
    title: 'A test of nightscout-dexcom-bridge',
    message:
      'Notices arrive here when readings stop, a login is refused or a destination is stuck, and when it is well again. They are no medical alarm: keep those of the Dexcom app on.',
    at: now,
  };
}

function factsOf(
  { account, part }: Subject,
  { now, newest, glucose }: NoticeWords,
): Pick<Notice, 'account' | 'part' | 'at' | 'newestReadingAt' | 'glucoseMgdl'> {
  return {
    account,
    ...(part === undefined ? {} : { part }),
    at: now,
    ...(newest === undefined ? {} : { newestReadingAt: newest.at }),
    ...(glucose === undefined || newest?.glucoseMgdl === undefined
      ? {}
      : { glucoseMgdl: newest.glucoseMgdl }),
  };
}

function whyStopped({ cause, fault, hasShare }: Trouble, account: string): string {
  switch (cause) {
    case 'latched': {
      const { text } = latchRemedy(fault?.code ?? '', account, 'source');
      return `The bridge does not ask Dexcom until you act: ${sentence(fault?.message)} ${text}.`;
    }
    case 'fails':
      return `Dexcom cannot be read: ${sentence(fault?.message)} The bridge goes on trying.`;
    case 'answers':
      return `Dexcom answers, but has nothing newer. ${hasShare === true ? CHECK_SHARE : CHECK_WEB_API}`;
    case 'silent':
    case undefined:
      break;
  }
  return 'The bridge has no answer from Dexcom yet: check the network of its machine.';
}

function glucoseOf({ newest, glucose }: NoticeWords): string {
  const mgdl = newest?.glucoseMgdl;
  if (mgdl === undefined || glucose === undefined) return '';
  if (mgdl === LOW_MGDL) return ': LOW';
  if (mgdl === HIGH_MGDL) return ': HIGH';
  return glucose === 'mmol' ? `: ${mmolText(mgdl)} mmol/L` : `: ${mgdl} mg/dL`;
}

/** The hour of today; with its date on another day. In the zone of this machine. */
function clockTime(at: EpochMs, now: EpochMs): string {
  const { date, time, offset } = wallClock(at);
  const isToday = date === wallClock(now).date;
  return `${isToday ? '' : `${date} `}${time} (UTC${offset === '+00:00' ? '' : offset})`;
}

function named({ account }: Subject, { names }: NoticeWords): string {
  return names ? ` (${account})` : '';
}

function partWords({ part }: Subject): string {
  return part === undefined ? '' : (PART_WORDS[part] ?? part);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A failure’s message, ending like a sentence. */
function sentence(text: string | undefined): string {
  if (text === undefined || text === '') return '';
  const short = shorten(text, LONGEST_FAULT);
  return /[.!?…]$/.test(short) ? short : `${short}.`;
}
