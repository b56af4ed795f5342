import type { ZoneOffsets } from '../../core/calendar/zone.js';
import { firstInstantOf } from '../../core/calendar/zone.js';
import { dayIn } from '../../core/conditions/zone-days.js';
import { BACKTEST_DAYS, backtest, backtestOf, type ForecastBacktest } from '../../core/forecast/backtest.js';
import {
  type DealForecast,
  type ForecastGroup,
  type ForecastRow,
  type ForecastSums,
  forecastDeals,
  forecastRows,
  forecastTotals,
} from '../../core/forecast/forecast.js';
import { type DealHistory, dealHistory } from '../../core/forecast/history.js';
import { MILLISECONDS_PER_DAY } from '../../core/time.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { Store } from '../../db/store.js';
import { AppError } from '../errors.js';
import type { ReadSettings } from '../leads/settings.js';
import type { WorkspaceTime } from '../workspace-time.js';

/** Open deals of a forecast at most, deals that it learns from, and rows of its answer. */
const [MOST_OPEN, MOST_PAST, MOST_ROWS] = [200_000, 50_000, 1_000];
/** Of one statement. */
const MOST_MS = 10_000;
/** Ends of months of the backtest; those before them show how forecasts turn out. */
const [ORIGINS, EARLIER] = [12, 9];

export interface ForecastFilter {
  month?: string | undefined;
  currency?: string | undefined;
  ownerId?: string | undefined;
  teamId?: string | undefined;
  sourceId?: string | undefined;
}

export interface Forecast {
  rows: ForecastRow[];
  totals: (ForecastSums & { currency: string })[];
  history: DealHistory | undefined;
  /** How many of the deals have their probability from the prediction model. */
  byModel: number;
  backtest: ForecastBacktest[];
  timeZone: string;
  /** Epoch milliseconds. */
  completeTo: number;
}

interface ForecastsOptions {
  store: Store;
  settings: ReadSettings;
  timeOf: WorkspaceTime;
}

export type ForecastsService = ReturnType<typeof forecastsService>;

/** What the open deals will bring, by what is known of earlier ones. */
export function forecastsService({ store, settings, timeOf }: ForecastsOptions) {
  const load = async (workspaceId: string, filter: ForecastFilter) => {
    const [now, { zone }] = [await timeOf(workspaceId), await settings(workspaceId)];
    const { open, past, survivors } = await store.readWithin(workspaceId, MOST_MS, async ({ forecasts }) => ({
      open: await forecasts.openDeals(MOST_OPEN + 1),
      past: await forecasts.pastDeals(MOST_PAST),
      survivors: await forecasts.survivors(),
    }));
    const survivorOf = (id: string | undefined) => (id === undefined ? undefined : (survivors.get(id) ?? id));
    if (open.length > MOST_OPEN)
      throw new AppError('rule_refused', `There are more than ${MOST_OPEN.toLocaleString('en')} open deals.`);
    const history = dealHistory(past, now);
    const instants = originsOf(zone, now);
    const { forecasts, correction } = backtest(past, instants, now, instants[EARLIER]);
    const { shift } = correction;
    const deals = forecastDeals(
      open.map((deal) => ({ ...deal, sourceId: survivorOf(deal.sourceId) })),
      { history, shift, zone, now },
    ).filter((one) => isWanted(one, { ...filter, sourceId: survivorOf(filter.sourceId) }));
    return { now, zone, history, deals, forecasts, variance: (history?.variance ?? 0) + correction.variance };
  };
  return {
    async forecast(
      workspaceId: string,
      { groupBy, ...filter }: ForecastFilter & { groupBy?: ForecastGroup | undefined },
    ): Promise<Forecast> {
      const { now, zone, history, deals, forecasts, variance } = await load(workspaceId, filter);
      const rows = forecastRows(deals, groupBy, variance);
      if (rows.length > MOST_ROWS) throw tooManyRows();
      const { currency } = filter;
      return {
        ...{ rows, totals: forecastTotals(deals, variance), history },
        byModel: deals.filter(({ basis }) => basis === 'prediction_model').length,
        backtest: backtestOf(forecasts.filter((one) => currency === undefined || one.currency === currency)),
        ...{ timeZone: zone.name, completeTo: now },
      };
    },
    /** The deals of a forecast, each with its probability. */
    async deals(workspaceId: string, filter: ForecastFilter, request: ListRequest): Promise<Page<DealForecast>> {
      const { deals } = await load(workspaceId, filter);
      return store.read(workspaceId).forecasts.page(deals, `forecast_deals|${JSON.stringify(filter)}`, request);
    },
  };
}

const isWanted = ({ deal, month }: DealForecast, filter: ForecastFilter): boolean =>
  (filter.month === undefined || month === filter.month) &&
  (['currency', 'ownerId', 'teamId', 'sourceId'] as const).every(
    (name) => filter[name] === undefined || deal[name] === filter[name],
  );

/** The ends of the last months since which `BACKTEST_DAYS` have passed, the oldest first. */
function originsOf(zone: ZoneOffsets, now: number): number[] {
  const last = new Date(dayIn(zone, now - BACKTEST_DAYS * MILLISECONDS_PER_DAY) * MILLISECONDS_PER_DAY);
  return Array.from({ length: ORIGINS + EARLIER }, (_, index) =>
    firstInstantOf(zone, Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - ORIGINS - EARLIER + 1 + index, 1)),
  );
}

const tooManyRows = () =>
  new AppError('rule_refused', 'The forecast has too many rows.', {
    errors: [
      {
        parameter: 'groupBy',
        code: 'too_many_groups',
        detail: `gives more than ${MOST_ROWS.toLocaleString('en')} rows`,
      },
    ],
  });
