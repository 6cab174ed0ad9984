const FOR_WANT_OF_PERMISSION: ReadonlySet<string> = new Set([
  'web-api.not_authorised',
  'web-api.other_application',
  'web-api.grant_dead',
  'web-api.grant_lost',
]);

/** Whether a latch of this code wants a permission: `authorize` opens it by itself, and after `unlock` alone it would close again. */
export function onlyAuthorizeHelps(code: string): boolean {
  return FOR_WANT_OF_PERMISSION.has(code);
}
