import { html as template } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** Markup in which every text that was put in is escaped. */
export type Html = HtmlEscapedString;

/** What a template takes: text is escaped, markup is not, nothing is left out. */
export type Part = string | number | Html | false | undefined | readonly Part[];

/** Markup from a template; the same on the server and in the browser. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  // Only promises among the parts would make it a promise.
  return template(strings, ...parts) as Html;
}
