import { settings } from './settings.ts';

/** Follows the system until the viewer chose; before the first paint where it is called early enough. */
export function applyColours(choice = settings.read('colours') ?? 'system'): void {
  const { dataset } = document.documentElement;
  if (choice === 'light' || choice === 'dark') dataset['colours'] = choice;
  else delete dataset['colours'];
}
