/** Names of the parts as their owners call them. */
const NAMES: Readonly<Record<string, string>> = {
  share: 'Dexcom Share',
  'web-api': 'Dexcom Web API',
  nightscout: 'Nightscout site',
  mongodb: 'Nightscout MongoDB',
};

/** A source or sink for people; a name that is not known is shown as it is. */
export function partName(name: string): string {
  const treatments = /^(.+)-treatments$/.exec(name)?.[1];
  if (treatments !== undefined) return `${partName(treatments)}, treatments`;
  return NAMES[name] ?? name;
}
