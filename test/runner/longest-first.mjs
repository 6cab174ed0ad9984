/** Suites that take longest, longest first: begun last they would run alone at the end, beside an idle processor. */
const LONG = [
  'history-equality',
  'kill-during-import',
  'kill-at-every-step',
  'kill-with-lost-journal',
  'outage-nightscout',
  'outage-share',
  'cli-run',
  'outage-mongodb',
  'cli-verbs',
  'poll-schedule',
];

/** The order of suites within a run of jest; the same on a clean checkout as anywhere. */
export default class LongestFirst {
  sort(tests) {
    const rank = ({ path }) => {
      const index = LONG.findIndex((name) => path.endsWith(`/${name}.test.ts`));
      return index < 0 ? LONG.length : index;
    };
    return [...tests].sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
  }

  shard(tests) {
    return tests;
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
}
