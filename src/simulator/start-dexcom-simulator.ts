import { answerControl, isControl } from './control/answer-control.ts';
import { createShareControl } from './control/share-control.ts';
import { createWebApiControl, type WebApiControl } from './control/web-api-control.ts';
import { answerShare, SHARE_PATH } from './share/answer-share.ts';
import { createShareWorld } from './share/create-share-world.ts';
import type { RunningShareSimulator, ShareSimulatorOptions } from './start-share-simulator.ts';
import { answerWebApi, WEB_API_PATH } from './web-api/answer-web-api.ts';
import { createWebApiWorld, type WebApiOptions } from './web-api/create-web-api-world.ts';
import type { WebApiRequestRecord } from './web-api/web-api-request-record.ts';
import type { RequestLog } from './wire/request-log.ts';
import { serveBoth } from './wire/serve-both.ts';
import { htmlReply } from './wire/wire-reply.ts';

/** What the whole simulated Dexcom is started with. */
export interface DexcomSimulatorOptions extends ShareSimulatorOptions {
  readonly webApi?: WebApiOptions;
}

/** The simulated Dexcom while it runs: Share and the Web API on one port, with the same people. */
export interface RunningDexcomSimulator extends RunningShareSimulator {
  readonly webApi: WebApiControl;
  readonly webApiRequests: RequestLog<WebApiRequestRecord>;
}

/** Starts Share and the Web API on this machine. Rejects when a port is taken. */
export async function startDexcomSimulator(
  options: DexcomSimulatorOptions,
): Promise<RunningDexcomSimulator> {
  const world = createShareWorld(options);
  const control = createShareControl(world);
  const webApiWorld = createWebApiWorld(options.webApi ?? {}, world);
  const webApi = createWebApiControl(webApiWorld);
  const context = {
    world,
    control,
    webApi: { world: webApiWorld, control: webApi },
    ...(options.advance ? { advance: options.advance } : {}),
  };
  const served = await serveBoth(options, async (request) => {
    if (request.path.startsWith(SHARE_PATH)) return answerShare(world, request);
    if (request.path.startsWith(WEB_API_PATH)) return answerWebApi(webApiWorld, request);
    if (isControl(request)) return answerControl(context, request);
    return htmlReply(404, 'Not Found');
  });
  return {
    ...served,
    patient: world.patient,
    control,
    requests: world.requests,
    webApi,
    webApiRequests: webApiWorld.requests,
  };
}
