import { type ExchangeRate, type ExchangeRateInput, rateKey, rateViolations } from '../../core/costs/exchange-rates.js';
import type { RateFilter, StoredRate } from '../../db/repositories/exchange-rates.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { Store } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import type { Write } from '../writes.js';

export type { StoredRate };

/** How many rates a request changed. */
export interface RateChanges {
  set: number;
  removed: number;
  unchanged: number;
}

export type ExchangeRatesService = ReturnType<typeof exchangeRatesService>;

export function exchangeRatesService(store: Store, write: Write) {
  return {
    /** Sets the rates of days, and removes those of null. */
    put: (context: WriteContext, inputs: readonly ExchangeRateInput[]): Promise<RateChanges> =>
      write(context, async (scope) => {
        const errors = rateViolations(inputs);
        if (errors.length > 0)
          throw new AppError('rule_refused', 'The rates cannot be taken: see `errors`.', {
            errors: errors.slice(0, 50),
          });
        const known = new Map((await scope.exchangeRates.findMany(inputs)).map((rate) => [rateKey(rate), rate]));
        const set = inputs.flatMap(({ base, quote, day, rate, source = 'api' }): ExchangeRate[] =>
          rate === null ? [] : [{ base, quote, day, rate: canonicalRate(rate), source }],
        );
        const changed = set.filter((rate) => {
          const before = known.get(rateKey(rate));
          return before?.rate !== rate.rate || before.source !== rate.source;
        });
        const removed = inputs.filter((input) => input.rate === null && known.has(rateKey(input)));
        await scope.exchangeRates.save(changed, scope.now);
        await scope.exchangeRates.remove(removed);
        const changes = { set: changed.length, removed: removed.length };
        if (changes.set + changes.removed > 0) emitChange(scope, changes, [...changed, ...removed]);
        return { ...changes, unchanged: inputs.length - changes.set - changes.removed };
      }),
    list: (
      workspaceId: string,
      filter: RateFilter,
      period: { from?: string | undefined; before?: string | undefined },
      request: ListRequest,
    ): Promise<Page<StoredRate>> => store.read(workspaceId).exchangeRates.list(filter, period, request),
  };
}

/** Without zeros that change nothing, as PostgreSQL's `trim_scale` writes it. */
const canonicalRate = (rate: string): string => {
  const [whole = '', fraction = ''] = rate.split('.');
  const kept = fraction.replace(/0+$/, '');
  return `${whole.replace(/^0+(?=\d)/, '')}${kept && `.${kept}`}`;
};

function emitChange(
  scope: Parameters<Parameters<Write>[1]>[0],
  changes: Pick<RateChanges, 'set' | 'removed'>,
  rates: readonly Pick<ExchangeRate, 'base' | 'quote' | 'day'>[],
): void {
  const days = rates.map(({ day }) => day).sort();
  const pairs = [...new Set(rates.map(({ base, quote }) => `${base}/${quote}`))].sort();
  scope.emit({
    ...{ type: 'exchange_rates.set', subjectKind: 'workspace', subjectId: scope.workspaceId, cause: 'api' },
    after: { ...changes, pairs, firstDay: days[0], lastDay: days.at(-1) },
  });
}
