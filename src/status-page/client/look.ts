import { applyColours } from './colours.ts';

// Loaded before the body is painted: nobody is dazzled at night by a page that turns dark a moment later.
document.documentElement.classList.add('scripted');
applyColours();
