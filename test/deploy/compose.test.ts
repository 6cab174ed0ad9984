import { describe, expect, test } from '@jest/globals';
import { alone, LONGEST_STOP_S, PORT, whole } from './deploy-objects.ts';

describe.each([
  ['docker-compose.yml', whole],
  ['docker-compose.bridge-only.yml', alone],
])('%s', (_file, { services, volumes }) => {
  test('publishes every port to this machine alone, unless told otherwise', () => {
    const ports = Object.values(services).flatMap((service) => service.ports ?? []);
    expect(ports.length).toBeGreaterThan(0);
    for (const port of ports) expect(port).toMatch(/^\$\{\w+:-127\.0\.0\.1\}:/);
    expect(services['bridge']!.ports).toEqual([
      `\${BRIDGE_BIND:-127.0.0.1}:\${BRIDGE_PORT:-${PORT}}:${PORT}`,
    ]);
    expect(services['bridge']!.environment['LISTEN']).toBe(`0.0.0.0:${PORT}`);
  });

  test('keeps the data in volumes that it declares, and the rest of the bridge read-only', () => {
    const mounted = Object.values(services).flatMap((service) => service.volumes ?? []);
    expect(mounted.filter((text) => text.includes(':')).map((text) => text.split(':')[0])).toEqual(
      Object.keys(volumes),
    );
    const bridge = services['bridge']!;
    expect(bridge.volumes).toEqual(['bridge:/data']);
    expect(bridge.read_only).toBe(true);
    expect(bridge.cap_drop).toEqual(['ALL']);
    expect(Number.parseInt(bridge.stop_grace_period!)).toBeGreaterThan(LONGEST_STOP_S);
  });

  test('restarts everything and names no image by a tag that moves across majors', () => {
    for (const { restart, image } of Object.values(services)) {
      expect(restart).toBe('unless-stopped');
      expect(image).not.toMatch(/latest/);
    }
  });

  test('wants exactly three things to be set', () => {
    const text = JSON.stringify(services);
    const wanted = new Set([...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name));
    expect([...wanted].sort()).toEqual(['API_SECRET', 'DEXCOM_PASSWORD', 'DEXCOM_USERNAME']);
    expect(text).not.toMatch(/\$\{\w+\}/);
  });
});

test('Nightscout in compose is told to listen where its health check asks', () => {
  const { environment, healthcheck } = whole.services['nightscout']!;
  expect(environment).toMatchObject({ HOSTNAME: '0.0.0.0', INSECURE_USE_HTTP: 'true' });
  expect(healthcheck!.test.join(' ')).toContain('http://127.0.0.1:1337/');
  expect(whole.services['bridge']!.environment['NIGHTSCOUT_URL']).toBe('http://nightscout:1337');
  expect(whole.services['mongo']!.healthcheck!.test.join(' ')).toContain('ping');
});
