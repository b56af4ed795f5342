import { MILLISECONDS_PER_DAY } from '../time.js';
import { categoryAt, type DealHistory, dealHistory, dealProbability, type PastDeal } from './history.js';
import { intervalOf, shiftedOdds } from './interval.js';

/** A deal with what it is worth. */
export interface PastAmount extends PastDeal {
  amount: number;
  currency: string;
}

export interface ForecastBacktest {
  currency: string;
  /** How many earlier instants were forecast. */
  origins: number;
  /** At how many of them the amount that was then won lay in the interval. */
  covered: number;
  /** Means over the instants: forecast, won, and forecast less won. */
  meanForecast: number;
  meanActual: number;
  meanError: number;
}

/** What is forecast of the past: the amount won in this many days. */
export const BACKTEST_DAYS = 90;
const HORIZON_MS = BACKTEST_DAYS * MILLISECONDS_PER_DAY;

/** The forecast at an earlier instant of what the deals open then bring within `BACKTEST_DAYS`, and what they brought. */
export interface PastForecast {
  currency: string;
  at: number;
  expected: number;
  low: number;
  high: number;
  actual: number;
}

/** What earlier forecasts tell about the next: the mean error of the logarithm of the odds, and its variance beyond chance. */
export interface Correction {
  shift: number;
  variance: number;
}

/** An earlier instant with the deals that were open then, their probabilities by history, and how many were won. */
interface Origin {
  at: number;
  history: DealHistory;
  open: readonly (PastAmount & {
    probability: number;
    isWon: boolean;
    /** Its amount by the mean of those in its currency, so that currencies can be added. */
    worth: number;
  })[];
}

/** Instants of forecasts whose horizons do not overlap: one in three of those at the ends of months. */
const OVERLAP = 3;

/** The variance of the logarithm of the odds from one quarter to the next, where no forecast is old enough to show it. */
const DRIFT = 0.1;

export interface Backtest {
  forecasts: PastForecast[];
  /** For a forecast now. */
  correction: Correction;
}

/**
 * The forecasts of earlier instants (in order), each from what was known then: deals, their outcomes, the categories of their leads, and how the
 * forecasts before it had turned out. Amounts are those of today. An instant at which too few deals were closed has none. `reported`: the first
 * instant that is shown; those before only correct.
 */
export function backtest(
  deals: readonly PastAmount[],
  instants: readonly number[],
  now: number,
  reported = Number.NEGATIVE_INFINITY,
): Backtest {
  const origins = instants.flatMap((at) => originAt(deals, at) ?? []);
  const forecasts = origins
    .filter(({ at }) => at >= reported)
    .flatMap((origin) => forecastsAt(origin, correctionOf(origins, origin.at)));
  return { forecasts, correction: correctionOf(origins, now) };
}

function originAt(deals: readonly PastAmount[], at: number): Origin | undefined {
  const history = dealHistory(deals, at);
  const open = deals.filter(
    ({ openedAt, closedAt = Number.POSITIVE_INFINITY }) => openedAt < at && closedAt > at && closedAt > openedAt,
  );
  if (history === undefined || open.length === 0) return undefined;
  const means = meanAmounts(open);
  return {
    ...{ at, history },
    open: open.map((deal) => ({
      ...deal,
      probability: dealProbability(
        history,
        (at - deal.openedAt) / MILLISECONDS_PER_DAY,
        categoryAt(deal, at),
        BACKTEST_DAYS,
      ),
      isWon: deal.won && (deal.closedAt ?? Number.POSITIVE_INFINITY) <= at + HORIZON_MS,
      worth: deal.amount / (means.get(deal.currency) || 1),
    })),
  };
}

function meanAmounts(deals: readonly PastAmount[]): Map<string, number> {
  const sums = new Map<string, { amount: number; count: number }>();
  for (const { currency, amount } of deals) {
    const sum = sums.get(currency) ?? { amount: 0, count: 0 };
    sums.set(currency, { amount: sum.amount + amount, count: sum.count + 1 });
  }
  return new Map([...sums].map(([currency, { amount, count }]) => [currency, amount / count]));
}

/**
 * From the instants whose horizon was over by `at`: amounts won against expected ones. The mean of the logarithms of their quotients is drawn to 0
 * with the weight of one horizon. The variance is what these errors have beyond the chance of each deal and of the sample, drawn to `DRIFT` with the
 * same weight.
 */
function correctionOf(origins: readonly Origin[], at: number): Correction {
  const errors = origins
    .filter((origin) => origin.at + HORIZON_MS <= at)
    .map(({ open, history }) => {
      const sum = (of: (deal: Origin['open'][number]) => number) => open.reduce((all, deal) => all + of(deal), 0);
      const expected = sum(({ probability, worth }) => probability * worth);
      const chance = sum(({ probability, worth }) => probability * (1 - probability) * worth ** 2);
      const won = sum(({ isWon, worth }) => (isWon ? worth : 0));
      return { error: Math.log((won + 0.5) / (expected + 0.5)), chance: chance / expected ** 2 + history.variance };
    });
  const horizons = errors.length / OVERLAP;
  const sum = (of: (one: (typeof errors)[number]) => number) => errors.reduce((all, one) => all + of(one), 0) / OVERLAP;
  const excess = sum(({ error, chance }) => error * error - chance);
  return {
    shift: sum(({ error }) => error) / (horizons + 1),
    variance: Math.max(0, (DRIFT + excess) / (horizons + 1)),
  };
}

function forecastsAt({ at, open, history }: Origin, { shift, variance }: Correction): PastForecast[] {
  return [...new Set(open.map(({ currency }) => currency))].sort().map((currency) => {
    const mine = open.filter((deal) => deal.currency === currency);
    const chances = mine.map(({ probability, amount }) => ({ amount, probability: shiftedOdds(probability, shift) }));
    const actual = mine.reduce((sum, { isWon, amount }) => (isWon ? sum + amount : sum), 0);
    return { currency, at, actual, ...intervalOf(chances, history.variance + variance) };
  });
}

/** The past forecasts of each currency together. */
export function backtestOf(forecasts: readonly PastForecast[]): ForecastBacktest[] {
  return [...new Set(forecasts.map(({ currency }) => currency))].sort().map((currency) => {
    const mine = forecasts.filter((one) => one.currency === currency);
    const mean = (of: (one: PastForecast) => number) => mine.reduce((sum, one) => sum + of(one), 0) / mine.length;
    return {
      ...{ currency, origins: mine.length },
      covered: mine.filter(({ low, high, actual }) => low <= actual && actual <= high).length,
      meanForecast: mean(({ expected }) => expected),
      meanActual: mean(({ actual }) => actual),
      meanError: mean(({ expected, actual }) => expected - actual),
    };
  });
}
