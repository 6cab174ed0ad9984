import { webApiBaseUrl } from './environment.ts';
import type { WebApiOptions } from './options.ts';

/** The same application at Dexcom’s made-up patients; a server that is named by its address stays. */
export function inSandbox(options: WebApiOptions): WebApiOptions {
  if (options.environment === 'custom') return options;
  return { ...options, environment: 'sandbox', baseUrl: webApiBaseUrl('sandbox') };
}
