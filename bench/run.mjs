/** `npm run bench [-- PART…]`: loads the TypeScript of the bench as it stands and runs the named parts, or all of them. */
import '../test/support/run-typescript.mjs';

const { runBench } = await import('./run-bench.ts');
process.exitCode = await runBench(process.argv.slice(2));
