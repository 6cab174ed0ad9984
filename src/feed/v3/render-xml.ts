import type { Document } from './document.ts';

const HEAD = "<?xml version='1.0' encoding='utf-8'?>\n";
const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#13;',
};
/** Not to be had in XML 1.0, escaped or not. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** One document as `<item>`, several as `<items>` of them, an element for each field. */
export function renderXml(result: Document | readonly Document[]): string {
  return `${HEAD}${isList(result) ? elementOf('items', result, '', 'item') : elementOf('item', result, '')}`;
}

/** @param each what the elements of a list are called */
function elementOf(name: string, value: unknown, indent: string, each = name): string {
  const inside = isList(value)
    ? value.map((one) => [each, one] as const)
    : typeof value === 'object' && value !== null
      ? Object.entries(value)
      : undefined;
  const body =
    inside === undefined
      ? textOf(value)
      : inside.map(([of, one]) => elementOf(of, one, `${indent}  `)).join('');
  if (body === '') return `${indent}<${name} />\n`;
  return inside === undefined
    ? `${indent}<${name}>${body}</${name}>\n`
    : `${indent}<${name}>\n${body}${indent}</${name}>\n`;
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return (typeof value === 'string' ? value : JSON.stringify(value))
    .replace(FORBIDDEN, '\ufffd')
    .replace(/[&<>\r]/g, (character) => ESCAPED[character] ?? '');
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
