import { resolve } from 'node:path';
import { isBlank } from './candidate.ts';
import type { Notes } from './faults.ts';
import { type ReadFile, whyUnreadable } from './read-file.ts';

/** Reads the secret that `label` points to; a fault and `undefined` where there is none. The line end at its end is cut. */
export async function readSecretFile(
  label: string,
  path: string,
  folder: string,
  readFile: ReadFile,
  notes: Notes,
): Promise<string | undefined> {
  const whole = resolve(folder, path.trim());
  let text: string;
  try {
    text = (await readFile(whole)).text.replace(/(\r?\n)+$/, '');
  } catch (thrown) {
    notes.fault(label, `the file ${whole} does not give a secret: ${whyUnreadable(thrown)}.`);
    return undefined;
  }
  if (isBlank(text)) {
    notes.fault(label, `the file ${whole} is empty; write the secret into it.`);
    return undefined;
  }
  if (/[\r\n]/.test(text)) {
    notes.fault(label, `the file ${whole} has several lines; it may hold the secret only.`);
    return undefined;
  }
  return text;
}
