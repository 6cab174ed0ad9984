import { authorizeVerb } from './authorize.ts';
import { checkVerb } from './check.ts';
import { configVerb } from './config.ts';
import { demoVerb } from './demo.ts';
import { exportVerb } from './export.ts';
import { runVerb } from './run.ts';
import { simulateVerb } from './simulate.ts';
import { statusVerb } from './status.ts';
import { unlockVerb } from './unlock.ts';
import type { Verb } from './verb.ts';

/** Every verb there is; the first is done when none is given. */
export const VERBS: readonly Verb[] = [
  runVerb,
  demoVerb,
  checkVerb,
  authorizeVerb,
  statusVerb,
  unlockVerb,
  exportVerb,
  simulateVerb,
  configVerb,
];
