/**
 * A person's text as Nightscout keeps it whole.
 *
 * QUIRK(nightscout, 15.0.7): a text with a `<` in it is taken for HTML: what looks like a tag vanishes and `&` becomes
 * `&amp;`. Written as `&lt;` the sign passes untouched, and Nightscout's pages, which show texts as HTML, show it as it was typed.
 */
export function plainText(text: string): string {
  return text.replaceAll('<', '&lt;');
}
