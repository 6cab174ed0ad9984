import { DAY_MS } from '../../../domain/instant.ts';

/** A sensor system of Dexcom's that the Web API covers. */
export const products = ['g6', 'g7', 'g715day', 'one', 'oneplus'] as const;
export type Product = (typeof products)[number];

/** What sets a product apart in the Web API's records. */
export interface ProductWords {
  readonly transmitterGeneration: string;
  readonly transmitterGenerationVariant: string;
  readonly displayApp: string;
  /** How long one transmitter id lasts, in ms. */
  readonly sessionMs: number;
  /** False: the lists of calibrations and events are empty. */
  readonly hasEntries: boolean;
  /** The sensor asks for calibrations, so they are a habit. */
  readonly asksCalibrations: boolean;
  /** Alerts that the product does not have. */
  readonly lacksAlerts: readonly string[];
}

const NO_RATE_ALERTS = ['urgentLow', 'urgentLowSoon', 'rise', 'fall'];

const WORDS: Readonly<Record<Product, ProductWords>> = {
  g6: words('g6', 'g6', 'G6', 90, { asksCalibrations: true }),
  g7: words('g7', 'g7', 'G7', 10),
  g715day: words('g7', 'g715day', 'G7', 15),
  one: words('g6', 'g6', 'DexcomOne', 90, { hasEntries: false }),
  oneplus: words('g7', 'd1+', 'D1G7', 10, { lacksAlerts: NO_RATE_ALERTS }),
};

/** The words of a product. */
export function productWords(product: Product): ProductWords {
  return WORDS[product];
}

function words(
  transmitterGeneration: string,
  transmitterGenerationVariant: string,
  displayApp: string,
  sessionDays: number,
  change: Partial<ProductWords> = {},
): ProductWords {
  return {
    transmitterGeneration,
    transmitterGenerationVariant,
    displayApp,
    sessionMs: sessionDays * DAY_MS,
    hasEntries: true,
    asksCalibrations: false,
    lacksAlerts: [],
    ...change,
  };
}
