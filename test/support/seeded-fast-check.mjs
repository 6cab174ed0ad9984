/**
 * What suites get as `fast-check`: from one seed, so that what passed here passes anywhere. FC_SEED=… takes another, and
 * FC_SEED=random a new one each time, which a failure names.
 */
import fc from '../../node_modules/fast-check/lib/fast-check.js';

const { FC_SEED: asked = '20261121' } = process.env;
if (asked !== 'random') fc.configureGlobal({ seed: Number(asked) });

export default fc;
