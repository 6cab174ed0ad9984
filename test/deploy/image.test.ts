import { describe, expect, test } from '@jest/globals';
import { instructionsOf, textOf } from './deploy-files.ts';
import { container, PORT, version } from './deploy-objects.ts';

describe('the image', () => {
  const instructions = instructionsOf('Dockerfile');
  const allOf = (word: string): readonly string[] =>
    instructions.filter((one) => one.word === word).map(({ rest }) => rest);

  test('listens to itself alone, as an ordinary user, with one volume', () => {
    expect(allOf('ENV')).toEqual(['NODE_ENV=production DATA_DIR=/data']);
    expect(allOf('USER')).toEqual(['node']);
    expect(allOf('VOLUME')).toEqual(['/data']);
    expect(allOf('EXPOSE')).toEqual([String(PORT)]);
    expect(allOf('STOPSIGNAL')).toEqual(['SIGTERM']);
    expect(allOf('HEALTHCHECK')[0]).toContain('deploy/docker/healthcheck.mjs');
    expect(allOf('ENTRYPOINT')).toEqual(['["nightscout-dexcom-bridge"]']);
  });

  test('bears the version of the package', () => {
    expect(allOf('LABEL')[0]).toContain(`org.opencontainers.image.version="${version}"`);
    expect(container.image).toBe(`nightscout-dexcom-bridge:${version}`);
    expect(textOf('docs/deploy/kubernetes.md')).toContain(`nightscout-dexcom-bridge:${version}`);
  });

  test('gets every file that it copies through .dockerignore', () => {
    const let_in = textOf('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const copied = textOf('Dockerfile')
      .split('\n')
      .filter((line) => /^COPY (?!--from)/.test(line))
      .flatMap((line) => line.split(' ').slice(1, -1));
    expect(copied.length).toBeGreaterThan(4);
    expect(copied.filter((path) => !let_in.includes(path))).toEqual([]);
  });
});
