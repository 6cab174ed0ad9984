import yargs, { type Argv } from 'yargs';
import { didYouMean } from '../config/nearest-name.ts';
import { SETTING_FLAGS } from '../app/settings.ts';
import { VERSION } from '../app/about.ts';
import { UsageFault, type Verb, type VerbArguments } from './verb.ts';

const PROGRAM = 'nightscout-dexcom-bridge';
const WIDEST_HELP = 100;

/** What to do: a verb with its arguments, or a text to print (help, version). */
export type Parsed =
  { readonly verb: Verb; readonly given: VerbArguments } | { readonly print: string };

/**
 * Reads a command line. Every value stays text as typed.
 * @param verbs the first is the default.
 * @throws UsageFault naming what cannot be understood, with the nearest name.
 */
export async function parseArguments(
  argv: readonly string[],
  verbs: readonly Verb[],
  terminalWidth: number,
): Promise<Parsed> {
  const chosen = chooseVerb(argv, verbs);
  const parser = buildParser(verbs, Math.min(WIDEST_HELP, terminalWidth));
  let printed = '';
  const parsed = await parser.parseAsync([...argv], {}, (_fault, _argv, output) => {
    printed = output;
  });
  if (printed !== '') return { print: printed };
  refuseRepeated(argv);
  const { _: words, $0: _program, ...flags } = parsed;
  return { verb: chosen, given: sort(chosen, words.map(String), flags) };
}

/** Switches too: the parser takes a second one in silence. No value begins with two dashes unless after a `=`. */
function refuseRepeated(argv: readonly string[]): void {
  const given = argv.flatMap((word) => /^--([^=]+)/.exec(word)?.[1] ?? []);
  const repeated = given.find((name, index) => given.indexOf(name) !== index);
  if (repeated !== undefined)
    throw new UsageFault(`--${repeated} is given more than once; give it once.`);
}

/** The first word that is a verb’s name; the default when the line begins with a flag or is empty. */
function chooseVerb(argv: readonly string[], verbs: readonly Verb[]): Verb {
  const [word] = argv;
  const [standard] = verbs;
  if (standard === undefined) throw new Error('no verbs');
  if (word === undefined || word.startsWith('-')) return standard;
  const verb = verbs.find(({ name }) => name === word);
  if (verb !== undefined) return verb;
  const names = verbs.map(({ name }) => name);
  throw new UsageFault(`“${word}” is no verb of this program.${didYouMean(word, names)}`);
}

function buildParser(verbs: readonly Verb[], width: number): Argv {
  let parser = yargs()
    .scriptName(PROGRAM)
    .usage(
      '$0 <verb> [options]\n\nBrings Dexcom glucose readings into Nightscout, to watches, loops and apps, and onto a page.',
    )
    .parserConfiguration({
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'dot-notation': false,
      'camel-case-expansion': false,
      'boolean-negation': false,
      'short-option-groups': false,
      'duplicate-arguments-array': true,
      'greedy-arrays': false,
    })
    .locale('en')
    .version(VERSION)
    .help()
    .alias('help', 'h')
    .showHidden('show-settings', 'Show the settings as well: each can be given as a flag')
    .exitProcess(false)
    .wrap(width)
    // Against its types, yargs gives a message alone, or a YError alone, for what it has to say itself.
    .fail((message: string | null, thrown: Error | undefined) => {
      if (thrown !== undefined && thrown.name !== 'YError') throw thrown;
      throw new UsageFault(message ?? thrown?.message ?? '');
    })
    .epilogue(
      'Exit codes: 0 done, 64 command line, 69 unavailable, 70 bug, 75 data folder in use, 77 refused credentials, 78 configuration.',
    );
  verbs.forEach((verb, index) => {
    const words = (verb.words ?? []).map((word) => ` [${word}]`).join('');
    const command = index === 0 ? [`${verb.name}${words}`, '$0'] : `${verb.name}${words}`;
    parser = parser.command(command, verb.about, (own) => describeVerb(own, verb));
  });
  return parser;
}

function describeVerb(parser: Argv, verb: Verb): Argv {
  let own = parser;
  for (const [name, option] of Object.entries(verb.options)) {
    own = own.option(name, { requiresArg: option.type === 'string', ...option });
  }
  if (verb.takesSettings) {
    for (const { flag, about } of SETTING_FLAGS) {
      own = own.option(flag, {
        type: 'string',
        requiresArg: true,
        describe: about,
        group: 'Settings:',
        hidden: flag !== 'config',
      });
    }
  }
  for (const [command, about] of verb.examples) own = own.example(command, about);
  return own;
}

/** Tells the verb’s own options from settings, and refuses the rest. */
function sort(
  verb: Verb,
  words: readonly string[],
  flags: Readonly<Record<string, unknown>>,
): VerbArguments {
  const known = new Set(verb.takesSettings ? SETTING_FLAGS.map(({ flag }) => flag) : []);
  const own: Record<string, string | boolean | undefined> = {};
  const settings: Record<string, string | undefined> = {};
  const places = verb.words ?? [];
  const all: string[] = [];
  for (const [name, value] of Object.entries(flags)) {
    if (value === undefined || ['help', 'h', 'version', 'show-settings'].includes(name)) continue;
    if (places.includes(name)) {
      if (typeof value === 'string') all.push(value);
    } else if (name in verb.options) {
      own[name] = value as string | boolean;
    } else if (known.has(name)) {
      settings[name] = value as string;
    } else {
      const names = [...Object.keys(verb.options), ...known, 'help', 'version'];
      throw new UsageFault(`--${name} is no option of “${verb.name}”.${didYouMean(name, names)}`);
    }
  }
  const extra = words.filter((word) => word !== verb.name);
  const [surplus] = extra;
  if (surplus !== undefined)
    throw new UsageFault(`“${surplus}” is one word too many for “${verb.name}”.`);
  return { own, words: all, settings };
}
