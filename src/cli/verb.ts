import type { Options } from 'yargs';

/** What a person typed after the verb, sorted. */
export interface VerbArguments {
  /** Values of the verb’s own options; `undefined` where not given. */
  readonly own: Readonly<Record<string, string | boolean | undefined>>;
  /** Words that are no flags, in order. */
  readonly words: readonly string[];
  /** Flags that are settings, for the configuration. */
  readonly settings: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
}

/** Where a verb runs. */
export interface VerbContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly out: NodeJS.WriteStream;
  readonly err: NodeJS.WriteStream;
}

/** One verb of the command line. */
export interface Verb {
  readonly name: string;
  /** Words after the verb, as help shows them: `[account] [part]`. */
  readonly words?: readonly string[];
  readonly about: string;
  readonly examples: readonly (readonly [command: string, about: string])[];
  readonly options: Readonly<Record<string, Options>>;
  /** Takes the settings of the configuration as flags. */
  readonly takesSettings: boolean;
  /** Resolves with the exit code. Throws UsageFault or a failure of the app. */
  handle(given: VerbArguments, context: VerbContext): Promise<number>;
}

/** The command line cannot be understood; the message says which part. Ends with 64. */
export class UsageFault extends Error {
  override readonly name = 'UsageFault';
}

/** An own option that holds text. */
export function textOf(given: VerbArguments, name: string): string | undefined {
  const value = given.own[name];
  return typeof value === 'string' ? value : undefined;
}

/** An own option that is a switch. */
export function isOn(given: VerbArguments, name: string): boolean {
  return given.own[name] === true;
}

/** `--json`, alike for every verb that prints data. */
export const JSON_OPTION: Options = {
  type: 'boolean',
  describe: 'Print the data as JSON, for other programs',
};
