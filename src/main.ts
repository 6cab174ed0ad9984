#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';

// Before anything else is loaded: a sixth less memory, for small computers that run for months.
setFlagsFromString('--optimize-for-size');
const { runCli } = await import('./cli/run-cli.ts');

const code = await runCli(process.argv.slice(2));
// What was printed must have left before the process ends.
await new Promise((resolve) => process.stdout.write('', resolve));
process.exit(code);
