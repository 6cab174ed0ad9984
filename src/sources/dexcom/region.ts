/** Where an account was registered; each region has servers of its own and knows no account of another. */
export type Region = 'us' | 'ous' | 'jp';

/** What differs between the regions. Evidence: docs/wire/dexcom-share.md. */
export interface RegionFacts {
  /** For people. */
  readonly title: string;
  /** Host of the Share service. */
  readonly shareHost: string;
  /** Application id that the Share service of this region takes at a login. */
  readonly shareApplicationId: string;
  /** Host of the Web API: login, token and data. */
  readonly webApiHost: string;
  /** Host where a person can try the same user name and password by hand. */
  readonly accountHost: string;
}

/** The facts of each region. */
export const REGIONS: Readonly<Record<Region, RegionFacts>> = {
  us: {
    title: 'United States',
    shareHost: 'share2.dexcom.com',
    shareApplicationId: 'd89443d2-327c-4a6f-89e5-496bbb0317db',
    webApiHost: 'api.dexcom.com',
    accountHost: 'uam1.dexcom.com',
  },
  ous: {
    title: 'outside the United States',
    shareHost: 'shareous1.dexcom.com',
    shareApplicationId: 'd89443d2-327c-4a6f-89e5-496bbb0317db',
    webApiHost: 'api.dexcom.eu',
    accountHost: 'uam2.dexcom.com',
  },
  jp: {
    title: 'Japan',
    shareHost: 'share.dexcom.jp',
    shareApplicationId: 'd8665ade-9673-4e27-9ff6-92db4ce13d13',
    webApiHost: 'api.dexcom.jp',
    accountHost: 'uam.dexcom.jp',
  },
};

/** Host of the Web API with made-up patients. */
export const SANDBOX_HOST = 'sandbox-api.dexcom.com';
