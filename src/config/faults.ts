import { BridgeFailure } from '../domain/failure.ts';

/** One thing wrong with the configuration. */
export interface ConfigFault {
  /** The setting as the person wrote it: environment name, `--flag`, or file with key. */
  readonly setting: string;
  /** What is wrong and the remedy; never holds the value of a secret. */
  readonly text: string;
}

/**
 * What a fault concerns: settings of the `bridge` (with the file, the flags and the accounts’ names), settings of one
 * `account`, or a source or destination of it that is `missing` or incomplete.
 */
export type FaultScope = 'bridge' | 'account' | 'missing';

/** Everything that is wrong with the configuration, at once. */
export class ConfigFaults extends BridgeFailure {
  readonly faults: readonly ConfigFault[];

  constructor(faults: readonly ConfigFault[]) {
    const head = `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:`;
    const lines = faults.map((fault) => `  - ${fault.setting}: ${fault.text}`);
    super('config.invalid', 'config', [head, ...lines].join('\n'));
    this.faults = faults;
  }
}

/** Most faults told at once: a file that is no configuration at all has one a line. */
const MOST_FAULTS = 50;

/** Gathers faults and warnings while the configuration is read; the same text is kept once. */
export class Notes {
  readonly faults: ConfigFault[] = [];
  readonly warnings: string[] = [];
  /** Of the faults that are reported without one. */
  scope: FaultScope = 'bridge';
  readonly #scopes = new Map<ConfigFault, FaultScope>();

  fault(setting: string, text: string, scope: FaultScope = this.scope): void {
    if (this.isFull) return;
    const cut = this.faults.length === MOST_FAULTS;
    if (this.faults.some((known) => known.setting === setting && known.text === text)) return;
    const fault = cut
      ? { setting: 'and more', text: 'mend these first; the rest follows.' }
      : { setting, text };
    this.faults.push(fault);
    this.#scopes.set(fault, cut ? 'bridge' : scope);
  }

  /** No further fault is kept. */
  get isFull(): boolean {
    return this.faults.length > MOST_FAULTS;
  }

  /** The faults that concern this, in their order. */
  within(scope: FaultScope): readonly ConfigFault[] {
    return this.faults.filter((fault) => this.#scopes.get(fault) === scope);
  }

  warn(text: string): void {
    if (!this.warnings.includes(text)) this.warnings.push(text);
  }
}
