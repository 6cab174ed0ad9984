import { ConfigFaults } from '../config/index.ts';
import type { InitSession } from '../app/init-session.ts';
import type { Asker } from './asker.ts';
import { settleBlock, type InitTools } from './init-block.ts';
import { chooseDestination, destinationBlocks } from './init-destination.ts';
import { dexcomBlock } from './init-dexcom.ts';
import { noticesBlock } from './init-notices.ts';
import { readersBlock } from './init-readers.ts';

/**
 * Asks what a first run needs, tries each part, and writes the file at the end; whether it was written.
 * @param force replaces a file that is there, without asking
 * @throws Cancelled; ConfigFaults where what was given by flags or environment is wrong; BridgeFailure `config.…`, `journal.…`
 */
export async function initDialogue(
  asker: Asker,
  session: InitSession,
  force: boolean,
): Promise<boolean> {
  const { file, trial, given } = session;
  const survey = await file.survey(given.answers);
  if (survey.faults.length > survey.missing.length) throw new ConfigFaults(survey.faults);

  asker.open('A few questions for a first run');
  asker.say('Nothing is written before the end. Ctrl-C ends it and leaves everything as it was.');
  let mayReplace = force;
  if (!force && (await file.isTaken())) {
    mayReplace = await asker.confirm(`There is a ${file.label} already. Replace it?`, false);
    if (!mayReplace) {
      asker.close(`${file.label} was left alone. Another file can be named with --config.`);
      return false;
    }
  }
  const tools: InitTools = { asker, session, answers: new Map(given.answers) };
  if (given.labels.length > 0) asker.say(`Taken as given: ${given.labels.join(', ')}.`);
  await settleBlock(dexcomBlock(tools), tools);
  const destinations = destinationBlocks(tools);
  for (const block of destinations) await settleBlock(block, tools);
  if (destinations.length === 0) {
    const chosen = await chooseDestination(tools);
    if (chosen !== undefined) await settleBlock(chosen, tools);
  }
  await settleBlock(readersBlock(tools), tools);
  await settleBlock(noticesBlock(tools), tools);

  const { config, faults, warnings } = await file.survey(tools.answers);
  if (config === undefined || faults.length > 0) throw new ConfigFaults(faults);
  for (const warning of warnings) asker.say(warning, 'note');
  await trial.keepRefusals(config);
  await file.write(tools.answers, mayReplace);
  return true;
}
