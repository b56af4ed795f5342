import type { FieldViolation } from '../violations.js';

/** Units of `quote` for one of `base` on a day, `yyyy-mm-dd`. Currencies are ISO 4217; the rate is decimal text above 0. */
export interface ExchangeRate {
  base: string;
  quote: string;
  day: string;
  rate: string;
  source: string;
}

/** A rate to set; null removes the stored one. */
export type ExchangeRateInput = Pick<ExchangeRate, 'base' | 'quote' | 'day'> & {
  rate: string | null;
  source?: string | undefined;
};

export const rateKey = ({ base, quote, day }: Pick<ExchangeRate, 'base' | 'quote' | 'day'>): string =>
  `${base}|${quote}|${day}`;

/** All violations of a list of rates. Codes: `value_invalid`, `value_repeated`. */
export function rateViolations(rates: readonly ExchangeRateInput[]): FieldViolation[] {
  const seen = new Set<string>();
  return rates.flatMap((rate, index) => {
    const at = `/rates/${index}`;
    const key = rateKey(rate);
    const repeats = seen.has(key);
    seen.add(key);
    if (rate.base === rate.quote)
      return [{ pointer: `${at}/quote`, code: 'value_invalid', detail: 'must be another currency than `base`' }];
    if (rate.rate !== null && !/[1-9]/.test(rate.rate))
      return [{ pointer: `${at}/rate`, code: 'value_invalid', detail: 'must be above 0' }];
    if (repeats)
      return [{ pointer: at, code: 'value_repeated', detail: 'names the currencies and the day of one before it' }];
    return [];
  });
}

/** How the amounts of a currency were converted for an answer. Days are those of the oldest and the newest rate that was used. */
export interface Conversion {
  currency: string;
  amounts: number;
  withoutRate: number;
  oldestDay: string | undefined;
  newestDay: string | undefined;
  sources: string[];
}

/** The conversions of several sets of records, added by currency. */
export function addConversions(all: readonly Conversion[]): Conversion[] {
  const added = new Map<string, Conversion>();
  for (const one of all) {
    const before = added.get(one.currency);
    added.set(one.currency, before === undefined ? one : sumOf(before, one));
  }
  return [...added.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1));
}

function sumOf(a: Conversion, b: Conversion): Conversion {
  const days = (of: 'oldestDay' | 'newestDay'): string[] => [a[of], b[of]].flatMap((day) => day ?? []).sort();
  return {
    currency: a.currency,
    amounts: a.amounts + b.amounts,
    withoutRate: a.withoutRate + b.withoutRate,
    oldestDay: days('oldestDay')[0],
    newestDay: days('newestDay').at(-1),
    sources: [...new Set([...a.sources, ...b.sources])].sort(),
  };
}
