/** How much a word wants to be seen. Colour only adds to the word. */
export type Tone = 'good' | 'warn' | 'bad' | 'dim' | 'plain';

/** Colours a text, or leaves it as it is. */
export type Paint = (text: string, tone: Tone) => string;

const CODES: Readonly<Record<Exclude<Tone, 'plain'>, string>> = {
  good: '\u001b[32m',
  warn: '\u001b[33m',
  bad: '\u001b[31m',
  dim: '\u001b[2m',
};
const PLAIN = '\u001b[0m';

/** @param hasColour false leaves every text as it is */
export function createPaint(hasColour: boolean): Paint {
  return (text, tone) =>
    hasColour && tone !== 'plain' && text !== '' ? `${CODES[tone]}${text}${PLAIN}` : text;
}

const TONES: Readonly<Record<string, Tone>> = {
  ok: 'good',
  quiet: 'warn',
  stopped: 'warn',
  failing: 'bad',
  latched: 'bad',
};

/** The tone of a part’s state. */
export function toneOf(state: string): Tone {
  return TONES[state] ?? 'plain';
}
