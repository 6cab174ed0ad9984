import { readSiteFault } from '../nightscout/site-fault.ts';
import type { Site } from '../nightscout/site.ts';
import { jsonReply, type WireReply, type WireRequest } from '../wire/wire-reply.ts';
import { BadCommand, jsonArguments } from './json-arguments.ts';

/** Answers one request to the control of the Nightscout stand-in: its state, its faults, its rows. */
export function answerSiteControl(site: Site, request: WireRequest): WireReply {
  const fromQuery = JSON.stringify(Object.fromEntries(request.query));
  try {
    const args = jsonArguments(request.body === '' ? fromQuery : request.body);
    switch (`${request.method} ${request.path.replace(/\/+$/, '')}`) {
      case 'GET /simulator':
        break;
      case 'GET /simulator/requests':
        return jsonReply(200, site.requests.records);
      case 'POST /simulator/faults': {
        const fault = readSiteFault(args.all);
        if (!fault) throw new BadCommand('kind: expected the name of a fault with its fields');
        const times = args.all['times'] === undefined ? undefined : args.number('times');
        site.faults.set(fault, args.text('endpoint', 'any'), times);
        break;
      }
      case 'DELETE /simulator/faults':
        site.faults.clear(args.all['endpoint'] === undefined ? undefined : args.text('endpoint'));
        break;
      case 'DELETE /simulator/rows':
        for (const rows of Object.values(site.collections)) rows.length = 0;
        break;
      default:
        return jsonReply(404, { error: 'no such command' });
    }
  } catch (thrown) {
    if (thrown instanceof BadCommand) return jsonReply(400, { error: thrown.message });
    throw thrown;
  }
  const { entries, treatments, devicestatus } = site.collections;
  return jsonReply(200, {
    now: site.clock.now(),
    rows: {
      entries: entries.length,
      treatments: treatments.length,
      devicestatus: devicestatus.length,
    },
    requests: site.requests.counts,
    faults: site.faults.list(),
  });
}
