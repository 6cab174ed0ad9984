import { describe, expect, test } from '@jest/globals';
import { load } from '../config/load-with.ts';
import { textOf } from './deploy-files.ts';
import { fly, heroku, LONGEST_STOP_S, PORT, railway, render } from './deploy-objects.ts';
import { PLACES } from './places.ts';

describe('Heroku', () => {
  test('starts the built program as the one web dyno, which does not sleep', () => {
    expect(textOf('Procfile')).toBe('web: node dist/main.js run\n');
    expect(heroku.formation.web).toEqual({ quantity: 1, size: 'basic' });
  });

  test('keeps tokens and latches where they last, under a key of its own', async () => {
    const { config } = await load({ env: PLACES['app.json']! });
    expect(config.tokenStore.kind).toBe('mongodb');
    expect(heroku.env['TOKEN_KEY']).toMatchObject({ generator: 'secret' });
    expect(config.listen).toEqual({ host: '::', port: 41_234, everywhere: true });
  });
});

test('Fly.io keeps one machine awake, with the volume and the port of the image', () => {
  const service = fly['http_service'] as Record<string, unknown>;
  expect(service).toMatchObject({
    internal_port: PORT,
    auto_stop_machines: 'off',
    min_machines_running: 1,
    checks: [{ path: '/healthz' }],
  });
  expect(fly['mounts']).toEqual([expect.objectContaining({ destination: '/data' })]);
  expect(fly['kill_timeout']).toBeGreaterThan(LONGEST_STOP_S);
});

test('Render starts one bridge with its data on the disk', () => {
  expect(render.startCommand).toBe('node dist/main.js run');
  expect(render.healthCheckPath).toBe('/healthz');
  expect(render.numInstances).toBe(1);
  expect(render.envVars).toContainEqual({ key: 'DATA_DIR', value: render.disk.mountPath });
});

test('Railway gives a stop its time, wants the volume, and avoids the Dockerfile that it refuses', () => {
  expect(railway.build.builder).toBe('RAILPACK');
  expect(railway.deploy).toMatchObject({
    startCommand: 'node dist/main.js run',
    healthcheckPath: '/healthz',
    requiredMountPath: '/data',
    sleepApplication: false,
    overlapSeconds: 0,
  });
  expect(railway.deploy['drainingSeconds']).toBeGreaterThan(LONGEST_STOP_S);
  expect(PLACES['railway.json']!['DATA_DIR']).toBe('/data');
});
