import { describe, expect, test } from '@jest/globals';
import {
  container,
  kubernetesSecret,
  LONGEST_STOP_S,
  manifests,
  pod,
  PORT,
} from './deploy-objects.ts';

describe('Kubernetes', () => {
  test('runs one pod at a time, and asks the port it listens on', () => {
    const deployment = manifests.find(({ kind }) => kind === 'Deployment')!.spec;
    expect(deployment).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(container.ports).toEqual([{ name: 'http', containerPort: PORT }]);
    expect(container.livenessProbe.httpGet).toEqual({ path: '/healthz', port: 'http' });
    expect(container.readinessProbe.httpGet).toEqual({ path: '/healthz', port: 'http' });
    expect(container.env).toEqual([{ name: 'LISTEN', value: `*:${PORT}` }]);
    const service = manifests.find(({ kind }) => kind === 'Service')!.spec;
    expect(service.ports).toEqual([{ name: 'http', port: PORT, targetPort: 'http' }]);
    expect(deployment.template!.metadata.labels).toMatchObject(service.selector!);
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(LONGEST_STOP_S);
  });

  test('mounts the claim it makes, reads the secret of the example, and may do nothing else', () => {
    const claim = manifests.find(({ kind }) => kind === 'PersistentVolumeClaim')!;
    expect(pod.volumes[0]!.persistentVolumeClaim.claimName).toBe(claim.metadata.name);
    expect(container.volumeMounts).toEqual([expect.objectContaining({ mountPath: '/data' })]);
    expect(container.envFrom[0]!.secretRef.name).toBe(kubernetesSecret.metadata.name);
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      fsGroup: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });
});
