import type { Assets } from './asset-store.ts';
import { html, type Html, type Part } from './view/html.ts';

/** What every document of ours has. */
export interface Frame {
  readonly title: string;
  /** `data:` address of the icon. */
  readonly icon: string;
  /** From this document to the root of the bridge: `./` or `../../`. */
  readonly root: string;
  readonly assets: Assets | undefined;
  /** Further lines of the head. */
  readonly head?: Part;
  readonly body: Part;
}

/** A whole document. Every address in it is relative, so that it works below any path of a proxy. */
export function frame({ title, icon, root, assets, head, body }: Frame): Html {
  // The policy of the server for referrers would hide the origin of our own forms from us.
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="same-origin" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <meta name="format-detection" content="telephone=no" />
        <title>${title}</title>
        <link rel="icon" id="icon" type="image/svg+xml" href="${icon}" />
        ${
          assets !== undefined &&
          html`<link rel="stylesheet" href="${root}page/assets/${assets.style.name}" />
            <script src="${root}page/assets/${assets.look.name}"></script>`
        }
        ${head}
      </head>
      <body>
        ${body}
      </body>
    </html> `;
}
