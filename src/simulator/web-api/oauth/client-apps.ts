/** An application as a developer registered it. */
export interface ClientApp {
  readonly id: string;
  readonly secret: string;
  /** Addresses it may be redirected to, compared to the letter; `any` takes every http or https one. */
  readonly redirectUris: readonly string[] | 'any';
}

/** The registered applications. */
export interface ClientApps {
  find(id: string): ClientApp | undefined;
  /** The only or first one; what a command means that names none. */
  usual(): ClientApp;
  /** Registers one; one of the same id is replaced. */
  add(app: ClientApp): void;
  /** The old secret is refused from now on; tokens live on. @throws RangeError for an unknown id. */
  changeSecret(id: string, secret: string): void;
  /** @throws RangeError for an unknown id. */
  setRedirectUris(id: string, redirectUris: ClientApp['redirectUris']): void;
  list(): readonly ClientApp[];
}

/** Opens the register. @throws RangeError when it would be empty. */
export function createClientApps(apps: readonly ClientApp[]): ClientApps {
  const known = new Map(apps.map((app) => [app.id, app]));
  const named = (id: string): ClientApp => {
    const app = known.get(id);
    if (!app) throw new RangeError(`the simulator has no application with the client id ${id}`);
    return app;
  };
  const [usual] = apps;
  if (!usual) throw new RangeError('the simulator needs an application');
  return {
    find: (id) => known.get(id),
    usual: () => named(usual.id),
    add: (app) => known.set(app.id, app),
    changeSecret: (id, secret) => known.set(id, { ...named(id), secret }),
    setRedirectUris: (id, redirectUris) => known.set(id, { ...named(id), redirectUris }),
    list: () => [...known.values()],
  };
}

/** True when the application may be redirected there. */
export function mayRedirectTo(app: ClientApp, uri: string): boolean {
  if (app.redirectUris !== 'any') return app.redirectUris.includes(uri);
  return /^https?:\/\//i.test(uri) && URL.canParse(uri);
}
