#!/usr/bin/env node
import { runCli } from './cli/run-cli.ts';

const code = await runCli(process.argv.slice(2));
// What was printed must have left before the process ends.
await new Promise((resolve) => process.stdout.write('', resolve));
process.exit(code);
