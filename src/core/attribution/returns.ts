import { formatMoney } from '../money.js';
import { WHOLE } from './apportion.js';
import { type CreditSum, placeOf } from './credits.js';

/** What was spent, by currency, in ten-thousandths. */
export type Costs = ReadonlyMap<string, bigint>;

/** What a model makes of the costs of a row. Null where there is no cost, or where there are several currencies, which are not added. */
export interface Returns {
  /** (revenue - cost) / cost. */
  roi: number | null;
  /** Cost for each conversion that is credited, as money; also null without any. */
  costPerConversion: string | null;
}

export function returnsOf({ parts, revenue }: Pick<CreditSum, 'parts' | 'revenue'>, costs: Costs): Returns {
  const [spent, ...others] = [...costs].filter(([, units]) => units > 0n);
  if (spent === undefined || others.length > 0) return { roi: null, costPerConversion: null };
  const [currency, cost] = spent;
  const isOfOne = [...revenue.keys()].every((one) => one === currency);
  const gained = (revenue.get(currency) ?? 0n) - cost;
  return {
    roi: isOfOne ? Number(gained) / Number(cost) : null,
    costPerConversion: parts === 0n ? null : formatMoney(rounded(cost * BigInt(WHOLE), parts)),
  };
}

/** The quotient of two numbers from 0, a half up. */
const rounded = (dividend: bigint, divisor: bigint): bigint => (2n * dividend + divisor) / (2n * divisor);

/** The costs of groups by their place, and all of them. */
export interface CostsOfGroups {
  groups: ReadonlyMap<string, { keys: readonly (string | null)[]; costs: Costs }>;
  total: Costs;
}

/** What was spent in a currency in a group, in ten-thousandths. */
interface Spent {
  keys: readonly (string | null)[];
  currency: string;
  units: bigint;
}

/** Adds up what was spent in each group. */
export function costsOfGroups(all: readonly Spent[]): CostsOfGroups {
  const groups = new Map<string, { keys: Spent['keys']; costs: Map<string, bigint> }>();
  const total = new Map<string, bigint>();
  for (const { keys, currency, units } of all) {
    const group = groups.get(placeOf(keys)) ?? { keys, costs: new Map<string, bigint>() };
    group.costs.set(currency, (group.costs.get(currency) ?? 0n) + units);
    groups.set(placeOf(keys), group);
    total.set(currency, (total.get(currency) ?? 0n) + units);
  }
  return { groups, total };
}
