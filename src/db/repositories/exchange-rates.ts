import { and, eq, gte, lt, sql } from 'drizzle-orm';
import type { ExchangeRate } from '../../core/costs/exchange-rates.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { exchangeRates } from '../schema/costs.js';
import { bindingOf, type ListRequest, matching, type Page, pageOf } from './lists.js';

export type StoredRate = typeof exchangeRates.$inferSelect;

type RateDay = Pick<ExchangeRate, 'base' | 'quote' | 'day'>;

export interface RateFilter {
  base?: string | undefined;
  quote?: string | undefined;
}

const listsOf = (rates: readonly RateDay[]) => [
  rates.map(({ base }) => base),
  rates.map(({ quote }) => quote),
  rates.map(({ day }) => day),
];

const SAVE = `insert into exchange_rates (workspace_id, base, quote, day, rate, source, updated_at)
  select $1, base, quote, day, rate, source, $7::timestamptz
    from unnest($2::text[], $3::text[], $4::date[], $5::numeric[], $6::text[]) as r (base, quote, day, rate, source)
  on conflict (workspace_id, base, quote, day)
  do update set rate = excluded.rate, source = excluded.source, updated_at = excluded.updated_at`;

const REMOVE = `delete from exchange_rates r using unnest($2::text[], $3::text[], $4::date[]) as gone (base, quote, day)
  where r.workspace_id = $1 and r.base = gone.base and r.quote = gone.quote and r.day = gone.day`;

export function exchangeRatesRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  return {
    /** The stored rates of some days. */
    findMany: (days: readonly RateDay[]): Promise<ExchangeRate[]> =>
      executor.run<ExchangeRate>(
        'find_exchange_rates',
        `select r.base, r.quote, r.day::text as day, trim_scale(r.rate)::text as rate, r.source
           from unnest($2::text[], $3::text[], $4::date[]) as wanted (base, quote, day)
           join exchange_rates r on r.workspace_id = $1 and r.base = wanted.base and r.quote = wanted.quote and r.day = wanted.day`,
        [workspaceId, ...listsOf(days)],
      ),
    async save(rates: readonly ExchangeRate[], now: number): Promise<void> {
      if (rates.length === 0) return;
      await executor.run('save_exchange_rates', SAVE, [
        ...[workspaceId, ...listsOf(rates), rates.map(({ rate }) => rate), rates.map(({ source }) => source)],
        new Date(now).toISOString(),
      ]);
    },
    async remove(days: readonly RateDay[]): Promise<void> {
      if (days.length === 0) return;
      await executor.run('remove_exchange_rates', REMOVE, [workspaceId, ...listsOf(days)]);
    },
    list: rateList(executor, workspaceId, cursors),
  };
}

/** The newest day first, then by currencies. `from`, `before`: days, `yyyy-mm-dd`. */
const rateList =
  (executor: Executor, workspaceId: string, cursors: CursorCodec) =>
  (
    filter: RateFilter,
    { from, before }: { from?: string | undefined; before?: string | undefined },
    request: ListRequest,
  ): Promise<Page<StoredRate>> => {
    const binding = `${workspaceId}|${bindingOf('exchange_rates', { ...filter, from, before })}`;
    const { day, base, quote } = exchangeRates;
    return pageOf<StoredRate>(
      cursors,
      binding,
      request,
      (row) => [row.day, row.base, row.quote],
      (after, take) =>
        executor.orm
          .select()
          .from(exchangeRates)
          .where(
            and(
              eq(exchangeRates.workspaceId, workspaceId),
              ...matching(exchangeRates, filter),
              from === undefined ? undefined : gte(day, from),
              before === undefined ? undefined : lt(day, before),
              after &&
                sql`(${day} < ${after[0]}::date or (${day} = ${after[0]}::date and (${base}, ${quote}) > (${after[1]}::text, ${after[2]}::text)))`,
            ),
          )
          .orderBy(sql`${day} desc, ${base}, ${quote}`)
          .limit(take),
    );
  };
