import { BridgeFailure } from '../domain/failure.ts';

/** One thing wrong with the configuration. */
export interface ConfigFault {
  /** The setting as the person wrote it: environment name, `--flag`, or file with key. */
  readonly setting: string;
  /** What is wrong and the remedy; never holds the value of a secret. */
  readonly text: string;
}

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

  fault(setting: string, text: string): void {
    if (this.faults.length > MOST_FAULTS) return;
    if (this.faults.length === MOST_FAULTS) {
      this.faults.push({ setting: 'and more', text: 'mend these first; the rest follows.' });
      return;
    }
    if (this.faults.some((known) => known.setting === setting && known.text === text)) return;
    this.faults.push({ setting, text });
  }

  warn(text: string): void {
    if (!this.warnings.includes(text)) this.warnings.push(text);
  }
}
