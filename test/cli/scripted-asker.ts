import type { Asker } from '../../src/cli/asker.ts';

/** Answers by the question, in the order in which they are asked; several answers to one question come one by one. */
export function scriptedAsker(
  script: readonly (readonly [question: RegExp, answer: string | boolean])[],
) {
  const left = [...script];
  const said: string[] = [];
  const asked: string[] = [];

  function next(question: string): string | boolean {
    asked.push(question);
    const [first] = left;
    if (first?.[0].test(question) !== true) {
      throw new Error(
        `not expected: ${question}; expected: ${String(first?.[0])}\n${said.join('\n')}`,
      );
    }
    left.shift();
    return first[1];
  }

  /** Types until the check takes it; an answer that it refuses is followed by the next one to the same question. */
  function typed(question: string, check: (text: string) => string | undefined): string {
    for (;;) {
      const text = String(next(question));
      const fault = check(text);
      if (fault === undefined) return text;
      said.push(fault);
    }
  }

  const asker: Asker = {
    open: (title) => said.push(title),
    say: (text, tone) => said.push(tone === undefined ? text : `${tone}: ${text}`),
    choose: async (question, choices) => {
      const wanted = next(question);
      const choice = choices.find(({ value }) => value === wanted);
      if (choice === undefined) throw new Error(`${question} offers no ${String(wanted)}`);
      return choice.value;
    },
    text: async ({ question, check }) => typed(question, check),
    secret: async ({ question, check }) => typed(question, check),
    confirm: async (question) => next(question) === true,
    busy: (work) => work(),
    close: (text) => said.push(text),
  };
  return { asker, said, asked, left };
}
