import { Counter, Histogram, type Registry } from 'prom-client';
import { SECOND_MS } from '../../domain/instant.ts';
import { ENDPOINTS, type Endpoint } from '../../platform/endpoint.ts';
import type { HttpCall } from '../../platform/http-client.ts';
import { CALL_BUCKETS, PREFIX } from './metric-names.ts';

/** A code is one of ours or a status: anything else would let a server make up labels. */
const CODE = /^([1-9]\d\d|http\.[a-z_]+|aborted)$/;

/** Counts calls to other servers; a call of a part that is not in use stands at 0. */
export function registerCallMetrics(registry: Registry): (call: HttpCall) => void {
  const registers = [registry];
  const calls = new Counter({
    name: `${PREFIX}calls_total`,
    help: 'Calls to other servers over HTTP, by the status of the answer or the code of the failure (MongoDB is not called over HTTP).',
    labelNames: ['service', 'endpoint', 'code'],
    registers,
  });
  const durations = new Histogram({
    name: `${PREFIX}call_duration_seconds`,
    help: 'From the start of a call to the last byte of its answer, or to its failure.',
    labelNames: ['service', 'endpoint'],
    buckets: CALL_BUCKETS,
    registers,
  });
  for (const endpoint of ENDPOINTS) {
    calls.inc({ ...labelsOf(endpoint), code: '200' }, 0);
    durations.zero(labelsOf(endpoint));
  }
  return ({ endpoint, code, tookMs }) => {
    const labels = labelsOf(endpoint);
    calls.inc({ ...labels, code: CODE.test(code) ? code : 'other' });
    durations.observe(labels, tookMs / SECOND_MS);
  };
}

function labelsOf(name: Endpoint): { readonly service: string; readonly endpoint: string } {
  const [service = '', endpoint = ''] = name.split('.');
  return { service, endpoint };
}
