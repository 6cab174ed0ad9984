/** One answer of several. */
export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

/** A question that is answered by typing. */
export interface Typed {
  readonly question: string;
  /** What is wrong with an answer; it is asked again then. */
  readonly check: (text: string) => string | undefined;
  /** Stands in the field already. */
  readonly initial?: string;
}

/** Speaks with a person. Every question throws Cancelled when the person, or a signal, ends it. */
export interface Asker {
  open(title: string): void;
  say(text: string, tone?: 'ok' | 'note' | 'fault'): void;
  choose<Value extends string>(
    question: string,
    choices: readonly Choice<Value>[],
    initial?: Value,
  ): Promise<Value>;
  text(typed: Typed): Promise<string>;
  /** Nothing of the answer is shown. */
  secret(typed: Omit<Typed, 'initial'>): Promise<string>;
  confirm(question: string, initial: boolean): Promise<boolean>;
  /** Does work while nothing is asked: what is typed meanwhile is neither shown nor taken for an answer. */
  busy<Result>(work: () => Promise<Result>): Promise<Result>;
  close(text: string): void;
}

/** The person ended the questions. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}
