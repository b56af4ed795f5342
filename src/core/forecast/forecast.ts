import type { ZoneOffsets } from '../calendar/zone.js';
import { dayIn } from '../conditions/zone-days.js';
import { formatMoney, parseMoney } from '../money.js';
import { iso, MILLISECONDS_PER_DAY } from '../time.js';
import { type DealHistory, dealProbability, usualWinAge } from './history.js';
import { intervalOf, shiftedOdds } from './interval.js';

/** Where the probability of a deal comes from. */
export const FORECAST_BASES = ['prediction_model', 'history', 'none'] as const;
export type ForecastBasis = (typeof FORECAST_BASES)[number];

/** Where the month of a deal comes from. */
export const MONTH_BASES = ['expected_close', 'history', 'none'] as const;
export type MonthBasis = (typeof MONTH_BASES)[number];

export const FORECAST_GROUPS = ['owner', 'team', 'source'] as const;
export type ForecastGroup = (typeof FORECAST_GROUPS)[number];

/** An open deal. Instants are epoch milliseconds. */
export interface OpenDeal {
  id: string;
  name: string | undefined;
  leadId: string | undefined;
  ownerId: string | undefined;
  /** The team of its lead. */
  teamId: string | undefined;
  sourceId: string | undefined;
  amount: string | undefined;
  currency: string;
  openedAt: number;
  /** `yyyy-mm-dd`. */
  expectedCloseOn: string | undefined;
  /** The category of its lead; `none` without one. */
  category: string;
  /** The probability that its lead is won, by the published prediction model. */
  leadProbability: number | undefined;
}

export interface DealForecast {
  deal: OpenDeal;
  ageDays: number;
  basis: ForecastBasis;
  /** Undefined: there is neither a model nor enough history. */
  probability: number | undefined;
  /** `yyyy-mm`; undefined: neither a day that is expected nor enough history. */
  month: string | undefined;
  monthBasis: MonthBasis;
}

export interface ForecastContext {
  history: DealHistory | undefined;
  /** How far the odds by history have to be moved, as earlier forecasts turned out. */
  shift: number;
  zone: ZoneOffsets;
  now: number;
}

const monthAt = (zone: ZoneOffsets, at: number): string => iso(dayIn(zone, at) * MILLISECONDS_PER_DAY).slice(0, 7);

/**
 * The probability and the month of each open deal. The probability is that of the prediction model, else that of the history, whose odds are moved by `shift`. The month is that of
 * the day on which it is expected to close, unless that month is over; else the one in which half of the deals of its age that are won are won.
 */
export function forecastDeals(
  deals: readonly OpenDeal[],
  { history, shift, zone, now }: ForecastContext,
): DealForecast[] {
  const thisMonth = monthAt(zone, now);
  const winAges = new Map<number, number>();
  const usualMonth = (openedAt: number, known: DealHistory): string => {
    const age = Math.max(0, Math.floor((now - openedAt) / MILLISECONDS_PER_DAY));
    const winAge = winAges.get(age) ?? usualWinAge(known, age);
    winAges.set(age, winAge);
    return monthAt(zone, Math.max(now, openedAt + winAge * MILLISECONDS_PER_DAY));
  };
  return deals.map((deal): DealForecast => {
    const ageDays = Math.max(0, (now - deal.openedAt) / MILLISECONDS_PER_DAY);
    const expected = deal.expectedCloseOn?.slice(0, 7);
    const isAhead = expected !== undefined && expected >= thisMonth;
    const month = isAhead ? expected : history && usualMonth(deal.openedAt, history);
    const monthBasis = isAhead ? 'expected_close' : history ? 'history' : 'none';
    const byHistory = history && shiftedOdds(dealProbability(history, ageDays, deal.category), shift);
    const probability = deal.leadProbability ?? byHistory;
    const basis = deal.leadProbability !== undefined ? 'prediction_model' : history ? 'history' : 'none';
    return { deal, ageDays, basis, probability, month, monthBasis };
  });
}

/** What deals are worth. Amounts are decimal text. */
export interface ForecastSums {
  deals: number;
  withoutAmount: number;
  openAmount: string;
  /** Exactly the sum of those of the deals. Undefined: a deal has no probability. */
  weighted: { amount: string; low: string; high: string } | undefined;
}

export interface ForecastRow extends ForecastSums {
  month: string | undefined;
  currency: string;
  /** The owner, team or source; undefined: the deals have none. */
  groupId: string | undefined;
}

/** The amount of a deal in ten-thousandths. */
const unitsOf = ({ deal: { amount } }: DealForecast): bigint =>
  amount === undefined ? 0n : (parseMoney(amount) ?? 0n);

/** The amount of a deal times its probability, in ten-thousandths. */
const weightedUnits = (one: DealForecast): bigint => BigInt(Math.round(Number(unitsOf(one)) * (one.probability ?? 0)));

export const weightedAmount = (one: DealForecast): string | undefined =>
  one.probability === undefined ? undefined : formatMoney(weightedUnits(one));

export function sumsOf(deals: readonly DealForecast[], variance: number): ForecastSums {
  const sum = (of: (one: DealForecast) => bigint) => deals.reduce((total, one) => total + of(one), 0n);
  const open = sum(unitsOf);
  const chances = deals.flatMap((one) =>
    one.probability === undefined ? [] : [{ probability: one.probability, amount: Number(unitsOf(one)) }],
  );
  const { low, high } = intervalOf(chances, variance);
  const text = (units: number) => formatMoney(BigInt(Math.round(Math.min(units, Number(open)))));
  const weighted = { amount: formatMoney(sum(weightedUnits)), low: text(low), high: text(high) };
  return {
    deals: deals.length,
    withoutAmount: deals.filter(({ deal }) => deal.amount === undefined).length,
    openAmount: formatMoney(open),
    weighted: chances.length === deals.length ? weighted : undefined,
  };
}

const groupIdOf = ({ deal }: DealForecast, groupBy: ForecastGroup | undefined): string | undefined =>
  groupBy && { owner: deal.ownerId, team: deal.teamId, source: deal.sourceId }[groupBy];

/** The deals by month, currency and group: each deal is in one row. Without a month and without a group they come last. */
export function forecastRows(
  deals: readonly DealForecast[],
  groupBy: ForecastGroup | undefined,
  variance: number,
): ForecastRow[] {
  const rows = new Map<string, DealForecast[]>();
  for (const one of deals) {
    const key = [one.month ?? '~', one.deal.currency, groupIdOf(one, groupBy) ?? '~'].join('|');
    const known = rows.get(key);
    if (known) known.push(one);
    else rows.set(key, [one]);
  }
  return [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, mine]) => {
      const [first] = mine;
      if (first === undefined) return [];
      const { month, deal } = first;
      return [{ month, currency: deal.currency, groupId: groupIdOf(first, groupBy), ...sumsOf(mine, variance) }];
    });
}

/** All deals of each currency. */
export function forecastTotals(
  deals: readonly DealForecast[],
  variance: number,
): (ForecastSums & { currency: string })[] {
  const currencies = [...new Set(deals.map(({ deal }) => deal.currency))].sort();
  return currencies.map((currency) => ({
    currency,
    ...sumsOf(
      deals.filter(({ deal }) => deal.currency === currency),
      variance,
    ),
  }));
}
