import { applyColours } from './colours.ts';
import { createTabs } from './tabs.ts';
import { watchDoor } from './watch-door.ts';

// Loaded before the body is painted: nobody is dazzled at night by a page that turns dark a moment later.
document.documentElement.classList.add('scripted');
applyColours();

const own = document.currentScript;
// Every document of ours has this script, the form too; it lies two folders below the root.
if (own instanceof HTMLScriptElement) watchDoor(createTabs(new URL('../../', own.src)));
