import { answerControl, isControl } from './control/answer-control.ts';
import { createShareControl, type ShareControl } from './control/share-control.ts';
import type { SimulatedPatient } from './patient/patient.ts';
import { answerShare, SHARE_PATH } from './share/answer-share.ts';
import { createShareWorld, type ShareWorldOptions } from './share/create-share-world.ts';
import type { RequestLog, ShareRequestRecord } from './wire/request-log.ts';
import { serveBoth, type ListenOptions, type ServedBoth } from './wire/serve-both.ts';
import { htmlReply } from './wire/wire-reply.ts';

/** What the simulated Share service is started with. */
export interface ShareSimulatorOptions extends ShareWorldOptions, ListenOptions {
  /** Lets the control push the simulated hour forward. */
  readonly advance?: (ms: number) => void;
}

/** The simulated service while it runs. */
export interface RunningShareSimulator extends ServedBoth {
  readonly patient: SimulatedPatient;
  readonly control: ShareControl;
  readonly requests: RequestLog<ShareRequestRecord>;
}

/** Starts a Share service alone on this machine. Rejects when a port is taken. */
export async function startShareSimulator(
  options: ShareSimulatorOptions,
): Promise<RunningShareSimulator> {
  const world = createShareWorld(options);
  const control = createShareControl(world);
  const context = {
    world,
    control,
    ...(options.advance ? { advance: options.advance } : {}),
  };
  const served = await serveBoth(options, async (request) => {
    if (request.path.startsWith(SHARE_PATH)) return answerShare(world, request);
    if (isControl(request)) return answerControl(context, request);
    return htmlReply(404, 'Not Found');
  });
  return { ...served, patient: world.patient, control, requests: world.requests };
}
