import { afterEach, expect, test } from '@jest/globals';
import { endAllBridges, runToEnd, startBridge } from '../support/bridge-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

afterEach(endAllBridges);

test('status --watch goes on until Ctrl-C, which ends it with 0', async () => {
  const { folder, dispose } = await temporaryFolder();
  const env = { DATA_DIR: folder };
  const [plain, json] = [
    startBridge(['status', '--watch'], env, folder),
    startBridge(['status', '--watch', '--json'], env, folder),
  ];
  await plain.printed(/nothing has been recorded yet/);
  await json.printed(/\n/);
  const ends = [await plain.stop('SIGINT'), await json.stop('SIGINT')];
  await dispose();
  for (const end of ends) expect(end).toMatchObject({ code: 0, stderr: '' });
  const [plainly = '', line = ''] = ends.map(({ stdout }) => stdout);
  expect(plainly).not.toContain('\u001b');
  expect(line.trimEnd().split('\n')).toHaveLength(1);
  expect(JSON.parse(line)).toMatchObject({ journal: 'absent', dataDir: folder });
});

test('status --watch with a wrong setting ends at once, as status does', async () => {
  const { folder, dispose } = await temporaryFolder();
  const end = await runToEnd(['status', '--watch'], { LOG_LEVEL: 'loud' }, folder);
  await dispose();
  expect(end.code).toBe(78);
  expect(end.stderr).toContain('LOG_LEVEL');
});
