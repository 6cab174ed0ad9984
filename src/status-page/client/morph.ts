import type { Html } from '../view/html.ts';

/** Makes the content of an element what the markup says, leaving alone what is equal: focus and selection stay. */
export function morph(target: Element, markup: Html): void {
  const holder = document.createElement('template');
  holder.innerHTML = markup.toString();
  morphChildren(target, holder.content);
}

function morphChildren(target: Node, wanted: Node): void {
  const old = [...target.childNodes];
  const fresh = [...wanted.childNodes];
  for (const [index, node] of fresh.entries()) {
    const held = old[index];
    if (held === undefined) target.appendChild(node);
    else if (!isSameKind(held, node)) target.replaceChild(node, held);
    else if (held instanceof Element && node instanceof Element) morphElement(held, node);
    else if (held.nodeValue !== node.nodeValue) held.nodeValue = node.nodeValue;
  }
  for (const extra of old.slice(fresh.length)) target.removeChild(extra);
}

function morphElement(held: Element, wanted: Element): void {
  for (const { name } of [...held.attributes]) {
    if (!wanted.hasAttribute(name)) held.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (held.getAttribute(name) !== value) held.setAttribute(name, value);
  }
  morphChildren(held, wanted);
}

function isSameKind(a: Node, b: Node): boolean {
  return a.nodeName === b.nodeName && (!(a instanceof Element) || a.id === (b as Element).id);
}
