import { expect } from '@jest/globals';
import type { WebApiOptions } from '../../../src/simulator/index.ts';
import { webApiRig, type WebApiRig } from '../web-api/web-api-rig.ts';

/** A Web API with someone at its control. */
export interface Told extends WebApiRig {
  /** Sends a command below `/simulator/web-api`, and expects it to be taken. */
  readonly tell: (method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>;
}

/** A rig whose phone records appear at once, unless told otherwise. */
export async function controlRig(webApi: WebApiOptions = { uploadDelayMs: 0 }): Promise<Told> {
  const made = await webApiRig(webApi);
  return {
    ...made,
    async tell(method, path, body) {
      const answer = await made.api.control(method, `/web-api${path}`, body);
      expect([path, answer.status, answer.text]).toEqual([path, 200, expect.any(String)]);
      return answer.json;
    },
  };
}
