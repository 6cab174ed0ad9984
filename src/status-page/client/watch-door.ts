import type { Tabs } from './tabs.ts';

/** Where a document asks for the secret: lets it go when the visitor signs in in another tab, but not while one is being typed. */
export function watchDoor(tabs: Pick<Tabs, 'whenTold'>): void {
  tabs.whenTold(() => {
    const field = document.querySelector<HTMLInputElement>('.door input[type=password]');
    if (field !== null && field.value === '') location.replace('./');
  });
}
