import { html as template } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** Markup in which every text that was put in is escaped. */
export type Html = HtmlEscapedString;

/** What a template takes: text is escaped, markup is not, nothing is left out. */
export type Part = string | number | Html | false | undefined | readonly Part[];

/** Templates without the white space that their source is laid out with. */
const slim = new WeakMap<TemplateStringsArray, TemplateStringsArray>();

/** Markup from a template; the same on the server and in the browser. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  // Only promises among the parts would make it a promise.
  return template(slimmed(strings), ...parts) as Html;
}

function slimmed(strings: TemplateStringsArray): TemplateStringsArray {
  const known = slim.get(strings);
  if (known !== undefined) return known;
  const texts = strings.map((text) => text.replace(/\s+/g, ' ').replace(/ (?=\/?>)/g, ''));
  const made = Object.assign(texts, { raw: texts });
  slim.set(strings, made);
  return made;
}
