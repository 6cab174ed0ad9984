import { askSecret, askText, type InitBlock, type InitTools } from './init-block.ts';

const SITE = ['NIGHTSCOUT_URL', 'NIGHTSCOUT_API_SECRET', 'NIGHTSCOUT_TOKEN'];
const MONGO = ['MONGODB_URI'];

/** Where the readings go; what was given by flags or environment is not asked. */
export function destinationBlocks(tools: InitTools): readonly InitBlock[] {
  const { answers } = tools;
  const has = (names: readonly string[]) =>
    names.some((name) => answers.has(name) || answers.has(`${name}_FILE`));
  const blocks: InitBlock[] = [];
  if (has(MONGO)) blocks.push(mongoBlock(tools));
  if (has(['NIGHTSCOUT_URL'])) blocks.push(siteBlock(tools));
  return blocks;
}

/** Asks which destination is wanted. */
export async function chooseDestination(tools: InitTools): Promise<InitBlock | undefined> {
  const wanted = await tools.asker.choose('Where shall the readings go?', [
    { value: 'site', label: 'To a Nightscout site', hint: 'its address and API secret' },
    { value: 'mongodb', label: 'Into the MongoDB of a Nightscout', hint: 'its connection string' },
    { value: 'nowhere', label: 'Nowhere else', hint: 'only the bridge’s own page and feed' },
  ]);
  switch (wanted) {
    case 'site':
      return siteBlock(tools);
    case 'mongodb':
      return mongoBlock(tools);
    case 'nowhere':
      return undefined;
  }
}

function siteBlock(tools: InitTools): InitBlock {
  const { asker, answers } = tools;
  return {
    names: SITE,
    trying: 'Asking the Nightscout site …',
    part: () => 'nightscout',
    async ask(isAgain) {
      if (isAgain || !answers.has('NIGHTSCOUT_URL')) {
        await askText(tools, 'NIGHTSCOUT_URL', 'Address of the Nightscout site');
      }
      const hasSecret = SITE.slice(1).some(
        (name) => answers.has(name) || answers.has(`${name}_FILE`),
      );
      if (hasSecret && !isAgain) return;
      const hadToken = answers.has('NIGHTSCOUT_TOKEN') || answers.has('NIGHTSCOUT_TOKEN_FILE');
      const kind = await asker.choose(
        'How may the bridge write to it?',
        [
          { value: 'NIGHTSCOUT_API_SECRET', label: 'With the API_SECRET of the site' },
          {
            value: 'NIGHTSCOUT_TOKEN',
            label: 'With an access token',
            hint: 'of a role that may read and create entries',
          },
        ],
        hadToken ? 'NIGHTSCOUT_TOKEN' : 'NIGHTSCOUT_API_SECRET',
      );
      const other = kind === 'NIGHTSCOUT_TOKEN' ? 'NIGHTSCOUT_API_SECRET' : 'NIGHTSCOUT_TOKEN';
      answers.delete(other);
      answers.delete(`${other}_FILE`);
      await askSecret(
        tools,
        kind,
        kind === 'NIGHTSCOUT_TOKEN' ? 'The access token' : 'The API_SECRET, 12 characters or more',
      );
    },
  };
}

function mongoBlock(tools: InitTools): InitBlock {
  const { answers } = tools;
  return {
    names: MONGO,
    trying: 'Asking the database …',
    part: () => 'mongodb',
    async ask(isAgain) {
      if (!isAgain && (answers.has('MONGODB_URI') || answers.has('MONGODB_URI_FILE'))) return;
      await askSecret(
        tools,
        'MONGODB_URI',
        'Its connection string, as Nightscout has it: mongodb://… or mongodb+srv://…',
      );
    },
  };
}
