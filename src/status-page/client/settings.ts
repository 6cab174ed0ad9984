/** What the viewer chose, kept in this browser; where it keeps nothing, for as long as the page is open. */
export interface Settings {
  read(name: SettingName): string | undefined;
  write(name: SettingName, value: string): void;
}

type SettingName = 'units' | 'colours' | 'span';

const KEPT = new Map<string, string>();

/** Settings over the browser’s own storage, which may be shut. */
export const settings: Settings = {
  read(name) {
    try {
      return localStorage.getItem(`bridge.${name}`) ?? KEPT.get(name);
    } catch {
      return KEPT.get(name);
    }
  },
  write(name, value) {
    KEPT.set(name, value);
    try {
      localStorage.setItem(`bridge.${name}`, value);
    } catch {
      // Kept until the page is closed.
    }
  },
};
