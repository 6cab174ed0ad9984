/** The tabs that show the same bridge in one browser. */
export interface Tabs {
  /** Tells the others that the visitor may read: where one has signed in, all have. */
  tell(): void;
  /** Called when another tab tells it. */
  whenTold(listener: () => void): void;
}

/** @param root where the bridge is: others may live beside it below one name. */
export function createTabs(root: URL): Tabs {
  // Without it a tab finds out when it is looked at.
  if (typeof BroadcastChannel === 'undefined') return { tell() {}, whenTold() {} };
  const channel = new BroadcastChannel(`signed in at ${root.pathname}`);
  return {
    tell: () => channel.postMessage('in'),
    whenTold: (listener) => channel.addEventListener('message', listener),
  };
}
