import Type, { type Static } from 'typebox';
import { type DealForecast, FORECAST_GROUPS, type ForecastSums, weightedAmount } from '../../core/forecast/forecast.js';
import { HISTORY_FORMULA } from '../../core/forecast/history.js';
import { canonicalMoney } from '../../core/money.js';
import { iso } from '../../core/time.js';
import type { Forecast } from '../../services/metrics/forecasts.js';
import type { NameLookup } from '../../services/names.js';
import { operation } from '../operations.js';
import { listOperation, pageRequest } from '../resource.js';
import { enumOf } from '../schemas/components.js';
import { AT, EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';
import { ForecastDealList, type ForecastDealSchema, ForecastReport, forecastFilters } from '../schemas/forecasts.js';

const tag = 'Reports';

function sumsOut(currency: string, { weighted, ...sums }: ForecastSums) {
  return {
    ...{ currency, ...sums },
    weightedAmount: weighted?.amount ?? null,
    low: weighted?.low ?? null,
    high: weighted?.high ?? null,
  };
}

function forecastOut({ rows, totals, history, byModel, backtest, timeZone, completeTo }: Forecast, names: NameLookup) {
  const closed = history && { closedDeals: history.won + history.lost, wonDeals: history.won, lostDeals: history.lost };
  return {
    rows: rows.map(({ month, groupId, currency, ...sums }) => ({
      month: month ?? null,
      ...(groupId === undefined ? {} : { groupId, groupName: names(groupId) }),
      ...sumsOut(currency, sums),
    })),
    totals: totals.map(({ currency, ...sums }) => sumsOut(currency, sums)),
    dealsByModel: byModel,
    ...(closed ? { history: { ...closed, formula: HISTORY_FORMULA } } : {}),
    ...{ backtest, timeZone, completeTo: iso(completeTo) },
  };
}

const SUMS = {
  currency: 'EUR',
  deals: 1,
  withoutAmount: 0,
  openAmount: '12500.00',
  weightedAmount: null,
  low: null,
  high: null,
};

export const getForecast = operation({
  id: 'getForecast',
  method: 'GET',
  path: '/v1/reports/forecast',
  tag,
  summary: 'Forecast the open pipeline',
  description:
    'Each open deal has a probability: that of its lead by the published prediction model, else by the history of deals that were open at its age with a lead of its category. It is in the month in which it is expected to close. Amounts are never added across currencies. `backtest` compares forecasts of the past with what then happened.',
  scopes: ['reports:read'],
  query: Type.Object(
    {
      groupBy: Type.Optional(enumOf(FORECAST_GROUPS, { description: 'Also by owner, team or source.' })),
      ...forecastFilters,
    },
    { additionalProperties: false },
  ),
  success: {
    status: 200,
    schema: ForecastReport,
    description: 'The forecast.',
    example: {
      rows: [{ month: null, ...SUMS }],
      totals: [SUMS],
      ...{ dealsByModel: 0, backtest: [], timeZone: 'Europe/Berlin', completeTo: AT },
    },
  },
  run: (services, { principal, query }) => services.forecasts.forecast(principal.workspaceId, query),
  present: (found, { names }) => ({ body: forecastOut(found, names) }),
});

const REASONS = {
  prediction_model: () => 'The probability that its lead is won, by the published prediction model.',
  history: ({ ageDays, deal: { category } }: DealForecast) =>
    `Of the deals that were open at ${Math.floor(ageDays)} days ${category === 'none' ? 'without a lead' : `with a lead in the category ${category}`}, this share was won later (estimated).`,
  none: () => 'Too few deals were won or lost to learn from, and no prediction model is published for its lead.',
};

function dealOut(one: DealForecast, names: NameLookup): Static<typeof ForecastDealSchema> {
  const { id, name, leadId, ownerId, teamId, sourceId, currency, amount } = one.deal;
  return {
    id,
    ...(name === undefined ? {} : { name }),
    ...(leadId === undefined ? {} : { leadId }),
    ...(ownerId === undefined ? {} : { ownerId, ownerName: names(ownerId) }),
    ...(teamId === undefined ? {} : { teamId, teamName: names(teamId) }),
    ...(sourceId === undefined ? {} : { sourceId, sourceName: names(sourceId) }),
    ...{ currency, amount: amount === undefined ? null : canonicalMoney(amount) },
    ...{ probability: one.probability ?? null, weightedAmount: weightedAmount(one) ?? null },
    ...{ basis: one.basis, reason: REASONS[one.basis](one), ageDays: Math.floor(one.ageDays) },
    ...{ month: one.month ?? null, monthBasis: one.monthBasis },
  };
}

export const listForecastDeals = listOperation({
  id: 'listForecastDeals',
  path: '/v1/reports/forecast/deals',
  tag,
  summary: 'List the deals of a forecast',
  description: 'The open deals behind a row, each with its probability and why it has that.',
  scopes: ['reports:read', 'deals:read'],
  filters: forecastFilters,
  plural: 'open deals',
  list: ForecastDealList,
  example: {
    ...{ id: EXAMPLE_ID, name: 'Two engines', leadId: OTHER_ID, ownerId: OTHER_ID, ownerName: 'Grace Hopper' },
    ...{
      teamId: OTHER_ID,
      teamName: 'Europe',
      sourceId: OTHER_ID,
      sourceName: 'Contact form',
      currency: 'EUR',
      amount: '12500.00',
    },
    ...{ probability: null, weightedAmount: null, basis: 'none', reason: REASONS.none(), ageDays: 12 },
    ...{ month: null, monthBasis: 'none' },
  },
  out: dealOut,
  run: (services, { principal, query: { limit, cursor, ...filter } }) =>
    services.forecasts.deals(principal.workspaceId, filter, pageRequest({ limit, cursor })),
});
