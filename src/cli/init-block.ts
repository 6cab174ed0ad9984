import type { CheckRow } from '../app/check-row.ts';
import { EXIT } from '../app/exit-codes.ts';
import { faultsAbout } from '../app/init-file.ts';
import type { InitSession } from '../app/init-session.ts';
import type { TrialPart } from '../app/init-trial.ts';
import type { Asker } from './asker.ts';

/** What the questions are asked with. */
export interface InitTools {
  readonly asker: Asker;
  readonly session: InitSession;
  /** By canonical name; grows as questions are answered. */
  readonly answers: Map<string, string>;
}

/** Questions that belong together, and what shows whether the answers are right. */
export interface InitBlock {
  /** Settings that are theirs. */
  readonly names: readonly string[];
  /** Asks what is not known; after a fault (`isAgain`) everything, with what was answered before. */
  ask(isAgain: boolean): Promise<void>;
  /** What to try; nothing where there is nothing to try. */
  part(): TrialPart | undefined;
  /** Said while it is tried. */
  readonly trying: string;
}

/** Asks, tries, and asks again until it works or the person wants it as it is. */
export async function settleBlock(block: InitBlock, tools: InitTools): Promise<void> {
  const { asker, session, answers } = tools;
  await block.ask(false);
  for (;;) {
    const { config, faults } = await session.file.survey(answers);
    const own = faultsAbout(faults, block.names);
    if (own.length > 0) {
      for (const { setting, text } of own) asker.say(`${setting}: ${text}`, 'fault');
      await block.ask(true);
      continue;
    }
    const part = block.part();
    if (part === undefined || config === undefined) return;
    asker.say(block.trying);
    const rows = await asker.busy(() => session.trial.look(config, part, session.signal));
    for (const { result, detail } of rows) asker.say(detail, result);
    const fault = rows.find(({ result }) => result === 'fault');
    if (fault === undefined) return;
    const next = await whatNow(asker, fault);
    if (next === 'keep') return;
    if (next === 'correct') await block.ask(true);
  }
}

/** What was refused is not tried again as it is, so that is not offered. */
async function whatNow(asker: Asker, { exitCode }: CheckRow) {
  const again = { value: 'again' as const, label: 'Try the same again' };
  return asker.choose('What now?', [
    { value: 'correct' as const, label: 'Correct the answers', hint: 'they are tried once more' },
    ...(exitCode === EXIT.refused ? [] : [again]),
    { value: 'keep' as const, label: 'Go on with them as they are' },
  ]);
}

/** A check for a question: the setting’s own, in words for people. `mayBeEmpty`: Enter alone is an answer too. */
export function checkFor(
  session: InitSession,
  name: string,
  mayBeEmpty = false,
): (text: string) => string | undefined {
  return (text) => {
    if (mayBeEmpty && text === '') return undefined;
    const expected = session.whyWrong(name, text);
    return expected === undefined ? undefined : `Please type ${expected}.`;
  };
}

/** Asks for a secret; where one was answered before, Enter alone keeps it. */
export async function askSecret(
  { asker, session, answers }: InitTools,
  name: string,
  question: string,
): Promise<void> {
  const has = answers.has(name) || answers.has(`${name}_FILE`);
  const typed = await asker.secret({
    question: has ? `${question} (Enter alone keeps the one given before)` : question,
    check: checkFor(session, name, has),
  });
  if (typed === '') return;
  answers.set(name, typed);
  answers.delete(`${name}_FILE`);
}

/** Asks for a text, with what was answered before or is usual in the field. */
export async function askText(
  { asker, session, answers }: InitTools,
  name: string,
  question: string,
  usual?: string,
): Promise<void> {
  const initial = answers.get(name) ?? usual;
  const check = checkFor(session, name);
  answers.set(
    name,
    await asker.text({ question, check, ...(initial === undefined ? {} : { initial }) }),
  );
}
