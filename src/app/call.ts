/** How the program was called: all that the configuration is read from. */
export interface Call {
  /** Setting flags as typed, names without dashes. */
  readonly flags: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}
