/**
 * Settings but for those that a connection string makes itself, whatever their case: there a person decided.
 * @param uri with its options behind a `?`
 */
export function settingsNotIn<Settings extends object>(
  uri: string,
  settings: Settings,
): Partial<Settings> {
  const query = new URLSearchParams(uri.split('?')[1] ?? '');
  const said = new Set([...query.keys()].map((name) => name.toLowerCase()));
  const rest = Object.entries(settings).filter(([name]) => !said.has(name.toLowerCase()));
  return Object.fromEntries(rest) as Partial<Settings>;
}
