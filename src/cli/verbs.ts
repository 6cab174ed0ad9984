import { authorizeVerb } from './authorize.ts';
import { backfillVerb } from './backfill.ts';
import { checkVerb } from './check.ts';
import { configVerb } from './config.ts';
import { demoVerb } from './demo.ts';
import { exportVerb } from './export.ts';
import { initVerb } from './init.ts';
import { runVerb } from './run.ts';
import { simulateVerb } from './simulate.ts';
import { statusVerb } from './status.ts';
import { unlockVerb } from './unlock.ts';
import type { Verb } from './verb.ts';

/** Every verb there is; the first is done when none is given. */
export const VERBS: readonly Verb[] = [
  runVerb,
  demoVerb,
  initVerb,
  checkVerb,
  authorizeVerb,
  backfillVerb,
  statusVerb,
  unlockVerb,
  exportVerb,
  simulateVerb,
  configVerb,
];
