import { MILLISECONDS_PER_DAY } from '../time.js';
import { shiftedOdds } from './interval.js';

/** A deal of the past or present, as forecasts learn from it. Instants are epoch milliseconds. */
export interface PastDeal {
  openedAt: number;
  /** Undefined: it is open. */
  closedAt: number | undefined;
  won: boolean;
  /** The categories that its lead had, in order; the first from the beginning. Empty without a lead. */
  categories: readonly { from: number; category: string }[];
}

/** What is known of the deals up to an instant. */
export interface DealHistory {
  /** Deals that were won or lost by then, after they had been open. */
  won: number;
  lost: number;
  /** Of each interval of ages: won and lost deals a day. */
  rates: readonly { won: number; lost: number }[];
  /** The probability to be won of a deal that is open at the begin of each interval. */
  eventually: readonly number[];
  /** By category of the lead: what the odds are multiplied by. */
  oddsRatios: ReadonlyMap<string, number>;
  /** The variance of the logarithm of the odds that the size of the sample leaves. */
  variance: number;
}

/** Fewest deals that were won or lost, and of each of both, for a probability. */
export const FEWEST_CLOSED = { closed: 20, each: 5 } as const;
/** The rates of an interval are drawn to those of all ages with the weight of this many closed deals. */
const AGE_WEIGHT = 5;
/** The odds of a category are drawn to those of all with the weight of this many deals. */
const CATEGORY_WEIGHT = 20;

/** Begins of the intervals of age in days: weeks of the first half year, then four weeks each up to three years. */
const AGES: readonly number[] = [
  ...Array.from({ length: 26 }, (_, week) => week * 7),
  ...Array.from({ length: 33 }, (_, index) => 182 + index * 28),
];
const LAST = AGES.length - 1;

const intervalOf = (age: number): number =>
  age < 182 ? Math.max(0, Math.floor(age / 7)) : Math.min(LAST, 26 + Math.floor((age - 182) / 28));
const beginOf = (interval: number): number => AGES[interval] ?? 0;
const endOf = (interval: number): number => AGES[interval + 1] ?? Number.POSITIVE_INFINITY;

/** A deal that was closed at once, as a conversion may do it, was never open: it says nothing about open deals. */
const wasOpen = ({ openedAt, closedAt }: PastDeal): boolean => closedAt === undefined || closedAt > openedAt;

/**
 * What deals up to `at` tell about open ones. Won and lost deals a day at each age are counted over the days that deals were open at that age,
 * also those that still are (competing risks, piecewise constant). Undefined: too few deals were closed.
 */
export function dealHistory(deals: readonly PastDeal[], at: number): DealHistory | undefined {
  const known = deals.filter((deal) => deal.openedAt < at && wasOpen(deal));
  const closed = known.filter(({ closedAt }) => closedAt !== undefined && closedAt <= at);
  const won = closed.filter((deal) => deal.won).length;
  const lost = closed.length - won;
  if (won + lost < FEWEST_CLOSED.closed || Math.min(won, lost) < FEWEST_CLOSED.each) return undefined;
  const rates = ratesOf(known, closed, at);
  const history = { won, lost, rates, eventually: eventuallyWon(rates) };
  return { ...history, variance: (won + lost) / (won * lost), oddsRatios: oddsRatiosOf(closed, history) };
}

const ageAt = ({ openedAt }: PastDeal, at: number): number => Math.max(0, (at - openedAt) / MILLISECONDS_PER_DAY);

/** The rates of each interval of ages, drawn to those of all ages. */
function ratesOf(known: readonly PastDeal[], closed: readonly PastDeal[], at: number): DealHistory['rates'] {
  const counts = AGES.map(() => ({ won: 0, lost: 0, days: 0 }));
  const all = { won: 0, lost: 0, days: 0 };
  for (const deal of known) {
    const age = ageAt(deal, Math.min(deal.closedAt ?? at, at));
    for (let interval = 0; interval <= LAST && beginOf(interval) < age; interval += 1) {
      const days = Math.min(age, endOf(interval)) - beginOf(interval);
      for (const one of [counts[interval], all]) if (one) one.days += days;
    }
  }
  for (const deal of closed) {
    const outcome = deal.won ? 'won' : 'lost';
    for (const one of [counts[intervalOf(ageAt(deal, deal.closedAt ?? at))], all]) if (one) one[outcome] += 1;
  }
  const weight = AGE_WEIGHT / (all.won + all.lost);
  return counts.map(({ won, lost, days }) => {
    const exposure = days + weight * all.days;
    return { won: (won + weight * all.won) / exposure, lost: (lost + weight * all.lost) / exposure };
  });
}

function eventuallyWon(rates: DealHistory['rates']): number[] {
  const found: number[] = [];
  let later = 0;
  for (let interval = LAST; interval >= 0; interval -= 1) {
    const { won, lost } = rates[interval] as { won: number; lost: number };
    const stays = Math.exp(-(won + lost) * (endOf(interval) - beginOf(interval)));
    later = (won / (won + lost)) * (1 - stays) + stays * later;
    found[interval] = later;
  }
  return found;
}

type Rates = Pick<DealHistory, 'rates' | 'eventually'>;

/** The probability that a deal that is open at the age (days) is won within `days` more; without them: ever. */
export function wonWithin({ rates, eventually }: Rates, age: number, days = Number.POSITIVE_INFINITY): number {
  let [open, won, from] = [1, 0, Math.max(0, age)];
  const until = from + days;
  for (let interval = intervalOf(from); interval <= LAST && from < until; interval += 1) {
    const rate = rates[interval] as { won: number; lost: number };
    const end = Math.min(until, endOf(interval));
    const stays = Math.exp(-(rate.won + rate.lost) * (end - from));
    won += open * (rate.won / (rate.won + rate.lost)) * (1 - stays);
    open *= stays;
    from = end;
    if (days === Number.POSITIVE_INFINITY && interval < LAST) return won + open * (eventually[interval + 1] ?? 0);
  }
  return won;
}

/** The age in days by which half of the deals that are open at `age` and will be won are won. */
export function usualWinAge(history: Rates, age: number): number {
  const half = wonWithin(history, age) / 2;
  let [low, high] = [0, 7];
  while (wonWithin(history, age, high) < half && high < 4_000) [low, high] = [high, high * 2];
  for (let step = 0; step < 12; step += 1) {
    const middle = (low + high) / 2;
    if (wonWithin(history, age, middle) < half) low = middle;
    else high = middle;
  }
  return age + high;
}

/**
 * The probability of an open deal whose lead is in the category: that of its age, with the odds of the category. `days` as in `wonWithin`; the
 * category changes the probability of each horizon in the same proportion.
 */
export function dealProbability(history: DealHistory, age: number, category: string, days?: number): number {
  const ever = wonWithin(history, age);
  const adjusted = shiftedOdds(ever, Math.log(history.oddsRatios.get(category) ?? 1));
  return days === undefined ? adjusted : Math.min(adjusted, (wonWithin(history, age, days) * adjusted) / ever);
}

/** The category of the lead at an instant; without a lead `none`. */
export function categoryAt({ categories }: Pick<PastDeal, 'categories'>, at: number): string {
  let found = categories[0]?.category ?? 'none';
  for (const { from, category } of categories) if (from <= at) found = category;
  return found;
}

/**
 * Each category that a closed deal had while it was open is one case, at the age at which it got it. The odds of the cases that were won, against
 * those by age alone, and against the same of all cases.
 */
function oddsRatiosOf(closed: readonly PastDeal[], history: Rates): Map<string, number> {
  const cases = new Map<string, { count: number; won: number; expected: number }>();
  const all = { count: 0, won: 0, expected: 0 };
  for (const { openedAt, closedAt = 0, won, categories } of closed) {
    const begun = categoryAt({ categories }, openedAt);
    const later = categories.filter(({ from }) => from > openedAt && from < closedAt);
    for (const { from, category } of [{ from: openedAt, category: begun }, ...later]) {
      const expected = wonWithin(history, (from - openedAt) / MILLISECONDS_PER_DAY);
      const ofCategory = cases.get(category) ?? { count: 0, won: 0, expected: 0 };
      cases.set(category, ofCategory);
      for (const one of [ofCategory, all]) {
        one.count += 1;
        one.won += won ? 1 : 0;
        one.expected += expected;
      }
    }
  }
  const ratioOf = ({ count, won, expected }: typeof all) => {
    const share = expected / count;
    const odds = (won + CATEGORY_WEIGHT * share) / (count - won + CATEGORY_WEIGHT * (1 - share));
    return odds / (share / (1 - share));
  };
  return new Map([...cases].map(([category, one]) => [category, ratioOf(one) / ratioOf(all)]));
}

/** How a probability follows from the history, in words. */
export const HISTORY_FORMULA =
  'Won and lost deals a day are counted by age of the deal (weeks of the first half year, then four weeks each), over the days that deals were open at that age, with the weight of 5 deals of the rates of all ages. They give the share of the deals open at an age that is won later. Its odds are multiplied by those of the category of the lead: of the closed deals that had it, won against expected by age, with the weight of 20 deals of the expectation. Then all odds are moved by what earlier forecasts were wrong by: the mean of the logarithms of won against forecast at the ends of months, drawn to 0 with the weight of one quarter.';
