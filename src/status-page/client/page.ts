import { startPage } from './start-page.ts';
import { createTabs } from './tabs.ts';

const page = document.getElementById('page');
if (page !== null) {
  startPage(page, createTabs(new URL(page.dataset['root'] ?? './', location.href)));
}
