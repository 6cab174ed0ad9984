/** `node --import <this file> child.ts` runs TypeScript in a real child process, without a build. */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
