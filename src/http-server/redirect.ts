import { Hono } from 'hono';
import { html } from 'hono/html';

/** What the person in front of the browser is told. */
export interface RedirectAnswer {
  readonly isDone: boolean;
  readonly text: string;
}

/** Where a browser comes back to after a login at Dexcom. */
export interface RedirectFacts {
  /** Path of the redirect address. */
  readonly path: string;
  /** Judges the whole query of a request, such as `?code=…&state=…`. Never rejects. */
  readonly receive: (query: string) => Promise<RedirectAnswer>;
}

/**
 * The one page of the authorisation: 200 where the login was taken, 400 where the address says otherwise. It loads nothing,
 * runs nothing, and repeats nothing of what the address held.
 */
export function createRedirectRoutes({ path, receive }: RedirectFacts): Hono {
  const routes = new Hono();
  routes.get(path, async (context) => {
    const { isDone, text } = await receive(new URL(context.req.url).search);
    context.header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'");
    context.header('Referrer-Policy', 'no-referrer');
    return context.html(page(isDone ? 'Done' : 'Not yet', text), isDone ? 200 : 400);
  });
  return routes;
}

function page(title: string, text: string) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title} · nightscout-dexcom-bridge</title>
        <style>
          :root {
            color-scheme: light dark;
            font: 1.1rem/1.5 system-ui;
          }
          body {
            max-width: 34rem;
            margin: 4rem auto;
            padding: 0 1rem;
          }
        </style>
      </head>
      <body>
        <h1>${title}</h1>
        <p>${text}</p>
      </body>
    </html>`;
}
