import type { LogWriterOptions } from '../telemetry/log-writer.ts';
import type { Call } from './call.ts';
import { terminalKind } from './terminal.ts';
import { secretsOf, type BridgeConfiguration } from './read-configuration.ts';

/** Pretty on a terminal unless told otherwise, coloured unless NO_COLOR is set or the terminal knows none. */
export function logStyle(
  config: Pick<BridgeConfiguration, 'log'>,
  err: NodeJS.WriteStream,
  env: Call['env'],
): Omit<LogWriterOptions, 'clock' | 'stream'> {
  const onTerminal = (err.isTTY as boolean | undefined) === true;
  const { hasColour } = terminalKind(err, env);
  return {
    level: config.log.level,
    format: config.log.format ?? (onTerminal ? 'pretty' : 'json'),
    colour: hasColour,
    secrets: secretsOf(config),
  };
}
