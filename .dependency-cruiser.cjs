/**
 * The import law of the house: who may know whom. Every rule says why.
 * docs/ARCHITECTURE.md holds the same table for people.
 */
const room = (name, allowed, comment) => ({
  name: `${name.replaceAll('/', '-')}-imports`,
  severity: 'error',
  comment,
  from: { path: `^src/${name}/` },
  to: { path: '^src/', pathNot: [`^src/${name}/`, ...allowed] },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Data flows one way; a cycle means two rooms do not know which of them is inside.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment: 'The words of the field depend on nothing, not even Node.',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/' },
    },
    room(
      'platform',
      ['^src/domain/'],
      'The outside world is wrapped below everything that uses it.',
    ),
    room(
      'telemetry',
      ['^src/(domain|platform)/'],
      'Facts are worded here; nobody is called back from here.',
    ),
    room(
      'sources/dexcom/share',
      ['^src/(domain|platform)/', '^src/sources/source\\.ts$', '^src/sources/dexcom/[^/]+\\.ts$'],
      'A source fetches one window; it knows no sibling, sink, journal, loop or log.',
    ),
    room(
      'sources/dexcom/web-api',
      [
        '^src/(domain|platform)/',
        '^src/sources/(source|history-source)\\.ts$',
        '^src/sources/dexcom/[^/]+\\.ts$',
      ],
      'A source fetches one window; it knows no sibling, sink, journal, loop or log.',
    ),
    room(
      'sinks/nightscout/rest',
      ['^src/(domain|platform)/', '^src/sinks/sink\\.ts$', '^src/sinks/nightscout/[^/]+\\.ts$'],
      'What every REST API of a site has in common; it knows neither of them.',
    ),
    room(
      'sinks/nightscout/rest-v1',
      [
        '^src/(domain|platform)/',
        '^src/sinks/sink\\.ts$',
        '^src/sinks/nightscout/([^/]+|rest/[^/]+)\\.ts$',
      ],
      'A sink writes one batch; it knows no sibling, source, journal, loop or log.',
    ),
    room(
      'sinks/nightscout/rest-v3',
      [
        '^src/(domain|platform)/',
        '^src/sinks/sink\\.ts$',
        '^src/sinks/nightscout/([^/]+|rest/[^/]+)\\.ts$',
      ],
      'A sink writes one batch; it knows no sibling, source, journal, loop or log.',
    ),
    room(
      'sinks/nightscout/mongo',
      ['^src/(domain|platform)/', '^src/sinks/sink\\.ts$', '^src/sinks/nightscout/[^/]+\\.ts$'],
      'A sink writes one batch; it knows no sibling, source, journal, loop or log.',
    ),
    room('journal', ['^src/(domain|platform)/'], 'The journal stores; it does not know why.'),
    room(
      'pipeline',
      [
        '^src/(domain|platform)/',
        '^src/sources/(history-)?source\\.ts$',
        '^src/sinks/sink\\.ts$',
        '^src/journal/[^/]+\\.ts$',
        '^src/telemetry/events\\.ts$',
      ],
      'The loops know ports only, so any source and any sink can be put in.',
    ),
    room(
      'config',
      ['^src/(domain|platform)/'],
      'Configuration gets the adapters’ fragments as an argument and knows no adapter.',
    ),
    room(
      'simulator',
      ['^src/(domain|platform)/'],
      'The simulator is written from the wire facts alone: sharing code with a source would share its mistakes.',
    ),
    room(
      'http-server',
      [
        '^src/(domain|platform)/',
        '^src/telemetry/(status-board|bridge-measure|latch-remedy)\\.ts$',
      ],
      'One server mounts what the app hands it.',
    ),
    room(
      'feed',
      [
        '^src/(domain|platform|telemetry)/',
        '^src/journal/[^/]+\\.ts$',
        '^src/sinks/nightscout/[^/]+\\.ts$',
      ],
      'The feed reads the journal and words it as the sinks do; it writes nothing and knows no loop.',
    ),
    room(
      'status-page',
      [
        '^src/(domain|platform|telemetry)/',
        '^src/journal/[^/]+\\.ts$',
        '^src/sinks/nightscout/[^/]+\\.ts$',
      ],
      'The page shows what the journal and the status board hold; it changes nothing.',
    ),
    room(
      'notify',
      ['^src/(domain|platform|telemetry)/'],
      'A notice is sent of facts that were told; nobody waits for it.',
    ),
    room(
      'library',
      [
        '^src/(domain|platform)/',
        '^src/sources/',
        '^src/pipeline/((poll|lag)-[^/]+|holes|retry-policy)\\.ts$',
      ],
      'What programs of others import: the clients, without journal, sinks or configuration.',
    ),
    room('cli', ['^src/(app|config)/'], 'A verb reads its arguments and calls the app.'),
    {
      name: 'main-is-the-edge',
      severity: 'error',
      comment: 'The process edge turns argv into an exit code and nothing else.',
      from: { path: '^src/main\\.ts$' },
      to: { path: '^src/', pathNot: '^src/cli/' },
    },
    {
      name: 'nobody-imports-the-edge',
      severity: 'error',
      comment: 'cli and main are entered by people only.',
      from: { pathNot: '^src/(cli/|main\\.ts)' },
      to: { path: '^src/(cli/|main\\.ts)' },
    },
    {
      name: 'adapters-by-their-door',
      severity: 'error',
      comment:
        'The app enters an adapter through its index.ts (and its options), so the rest can be moved freely.',
      from: { path: '^src/app/' },
      to: {
        path: '^src/(sources/dexcom|sinks/nightscout)/[^/]+/',
        pathNot: '/(index|options)\\.ts$',
      },
    },
    ...[
      [
        'axios',
        '^src/platform/http-client\\.ts$',
        'One place knows how a request is sent, timed out and redacted.',
      ],
      [
        'mongodb',
        '^src/(sinks/nightscout/mongo|journal/mongodb)/',
        'One sink and one state store speak to a MongoDB.',
      ],
      ['winston', '^src/telemetry/log-writer\\.ts$', 'One place words and redacts the log.'],
      ['yargs', '^src/cli/', 'Arguments are read at the edge.'],
      ['libsql', '^src/journal/sqlite/', 'One driver guards the embedded database.'],
      ['node-cron', '^src/app/', 'Schedules are wired in the composition root.'],
      ['prom-client', '^src/telemetry/', 'One place names the metrics and their units.'],
      ['@clack/prompts', '^src/cli/', 'Questions are asked at the edge.'],
    ].map(([name, where, comment]) => ({
      name: `only-one-door-to-${name}`,
      severity: 'error',
      comment,
      from: { path: '^src/', pathNot: where },
      to: { path: `node_modules/${name}/` },
    })),
    {
      name: 'files-behind-two-rooms',
      severity: 'error',
      comment:
        'Only the journal, the configuration, the page’s own files (and the TLS pair of the simulator) touch the disk.',
      from: { path: '^src/', pathNot: '^src/(journal|config|simulator|status-page)/' },
      to: { path: '^(node:)?fs(/promises)?$' },
    },
    {
      name: 'browser-code-stands-alone',
      severity: 'error',
      comment:
        'It runs on other machines: what it shares with the server is the shape of what is sent, and pure words.',
      from: { path: '^src/', pathNot: '^src/status-page/client/' },
      to: { path: '^src/status-page/client/' },
    },
    {
      name: 'no-dev-dependencies-in-src',
      severity: 'error',
      comment: 'The image installs production packages only.',
      // What runs in the browser is bundled into static files.
      from: { path: '^src/', pathNot: '^src/status-page/client/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
