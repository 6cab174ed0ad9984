#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';

// Before anything else is loaded: a sixth less memory, for small computers that run for months.
setFlagsFromString('--optimize-for-size');
const { runCli } = await import('./cli/run-cli.ts');

const code = await runCli(process.argv.slice(2));
// What was printed and logged must have left before the process ends.
for (const stream of [process.stdout, process.stderr]) {
  await new Promise((resolve) => stream.write('', resolve));
}
process.exit(code);
