import { tellFault } from './tell-fault.ts';
import { JSON_OPTION, isOn, type Verb } from './verb.ts';

/** `config`: what is set, and where. */
export const configVerb: Verb = {
  name: 'config',
  about: 'Show the settings in effect with the origin of each; secrets as ***',
  examples: [
    ['$0 config', 'What would a run with this environment use?'],
    ['$0 config --schema > bridge.schema.json', 'JSON Schema of the file, for an editor'],
  ],
  options: {
    json: JSON_OPTION,
    schema: { type: 'boolean', describe: 'Print the JSON Schema of the configuration file' },
  },
  takesSettings: true,
  async handle(given, { env, cwd, out, err }) {
    const app = await import('../app/show-configuration.ts');
    if (isOn(given, 'schema')) {
      out.write(`${JSON.stringify(await app.configurationSchema(), undefined, 2)}\n`);
      return 0;
    }
    const shown = await app.showConfiguration({ flags: given.settings, env, cwd });
    out.write(`${isOn(given, 'json') ? shown.json : shown.text}\n`);
    for (const note of shown.notes) err.write(`note: ${note}\n`);
    return shown.faults === undefined ? 0 : tellFault(shown.faults, err);
  },
};
