const FOR_WANT_OF_PERMISSION: ReadonlySet<string> = new Set([
  'web-api.not_authorised',
  'web-api.other_application',
  'web-api.grant_dead',
  'web-api.grant_lost',
]);

const PROGRAM = 'nightscout-dexcom-bridge';

/** What a person does about a closed latch. */
export interface LatchRemedy {
  /** A sentence for people, with the command in it. */
  readonly text: string;
  /** The command that opens it, to be copied. */
  readonly command: string;
}

/** Whether a latch of this code wants a permission: `authorize` opens it by itself, and after `unlock` alone it would close again. */
export function onlyAuthorizeHelps(code: string): boolean {
  return FOR_WANT_OF_PERMISSION.has(code);
}

/** The way out of a latch of this code. The account of the environment needs no name. */
export function latchRemedy(code: string, account: string, side: 'source' | 'sink'): LatchRemedy {
  const isNamed = account !== 'default';
  if (onlyAuthorizeHelps(code)) {
    const command = `${PROGRAM} authorize${isNamed ? ` --account ${account}` : ''}`;
    return { command, text: `Do: ${command} (that opens it by itself)` };
  }
  const command = `${PROGRAM} unlock ${isNamed ? `${account} ` : ''}${side}`;
  return { command, text: `Then: ${command} (a changed credential opens it by itself)` };
}
