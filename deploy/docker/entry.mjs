#!/usr/bin/env node
/**
 * The program as the image starts it, and as `docker exec … nightscout-dexcom-bridge status` does.
 *
 * Started as root (`--user 0`, and by hosts that mount volumes for root only), it takes over a data folder of root's,
 * becomes the user node for good, and only then loads the program: no file of the journal ever belongs to root, and
 * nothing of the bridge runs as root.
 */
import { lstatSync, readdirSync, lchownSync } from 'node:fs';
import { join } from 'node:path';

/** The user node of the official image, and its group. */
const NODE = 1000;

if (process.getuid() === 0) {
  try {
    takeOver(process.env.DATA_DIR);
    process.setgroups([NODE]);
    process.setgid(NODE);
    process.setuid(NODE);
  } catch (thrown) {
    console.error(
      `Started as root, and the user node (${NODE}) cannot be taken (${thrown.code ?? thrown}): start the container as ` +
        `user ${NODE} with a data folder that belongs to it, or leave it the capabilities CHOWN, SETGID and SETUID.`,
    );
    process.exit(78);
  }
}
await import('../../dist/main.js');

/** Hands a data folder of root's to node: an empty one, or one that holds nothing but the journal. */
function takeOver(folder) {
  if (!folder || lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  // A new disk has a lost+found of its own; it stays root's.
  const names = readdirSync(folder).filter((name) => name !== 'lost+found');
  if (!names.every((name) => /^(journal\.db|hold\.db|holder\.json)/.test(name))) return;
  for (const path of [folder, ...names.map((name) => join(folder, name))]) {
    if (lstatSync(path, { throwIfNoEntry: false })?.uid === 0) lchownSync(path, NODE, NODE);
  }
}
