import { type CostContent, type CostInput, type CostReferences, costContent } from '../../core/costs/cost.js';
import { canonicalMoney } from '../../core/money.js';
import type { CorrectableCost, Cost, CostFilter, CostPeriod } from '../../db/repositories/costs.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { Store, WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { AppError, type FieldError } from '../errors.js';
import { type BatchItem, type ItemResult, invalidItem } from '../transactions/items.js';
import { errorsAt, itemError, refusalError, SOME_REFUSED } from '../transactions/refusals.js';
import type { BatchMode } from '../transactions/request.js';
import { orNotFound } from '../versions.js';
import type { Write } from '../writes.js';

export type { CorrectableCost, Cost };

export type CostsService = ReturnType<typeof costsService>;

/** Entries of costs are added, and corrected by further entries. None is changed or removed. */
export function costsService(store: Store, write: Write) {
  return {
    create: (context: WriteContext, input: CostInput): Promise<CorrectableCost> =>
      write(context, async (scope) => {
        const [result] = await record(scope, context.actor.id, [{ input }]);
        if (result === undefined || 'error' in result) throw result?.error ?? new Error('the entry has no result');
        return result.value;
      }),
    /** Several entries, each accepted or refused by itself; with `atomic`, all or none. */
    createBatch: (
      context: WriteContext,
      items: readonly BatchItem<CostInput>[],
      mode: BatchMode,
    ): Promise<ItemResult<CorrectableCost>[]> =>
      write(context, async (scope) => {
        const results = await record(scope, context.actor.id, items);
        const errors = results.flatMap((result, index) => ('error' in result ? errorsAt(index, result.error) : []));
        if (mode === 'atomic' && errors.length > 0)
          throw new AppError('rule_refused', SOME_REFUSED, { errors: errors.slice(0, 50) });
        return results.map((result, index) => ('error' in result ? { error: itemError(index, result.error) } : result));
      }),
    async get(workspaceId: string, id: string): Promise<CorrectableCost> {
      const [entry] = await store.read(workspaceId).costs.findMany([id]);
      return orNotFound(entry, 'entry of costs');
    },
    list: (
      workspaceId: string,
      filter: CostFilter,
      period: CostPeriod,
      request: ListRequest,
    ): Promise<Page<CorrectableCost>> => {
      const { from, before } = period;
      if (from !== undefined && before !== undefined && from >= before)
        throw new AppError('validation_failed', 'The request does not have the right form.', {
          errors: [{ parameter: 'before', code: 'value_invalid', detail: 'must be after `from`' } satisfies FieldError],
        });
      return store.read(workspaceId).costs.list(filter, period, request);
    },
  };
}

/** Adds the entries that can be added. In an atomic batch the caller throws where one cannot, which takes all back. */
async function record(
  scope: WriteScope,
  actorId: string,
  items: readonly BatchItem<CostInput>[],
): Promise<ItemResult<CorrectableCost>[]> {
  const inputs = items.flatMap((item) => ('input' in item ? [item.input] : []));
  const references = await loadReferences(scope, inputs);
  const added: Cost[] = [];
  const results = items.map((item): ItemResult<CorrectableCost> => {
    if ('invalid' in item) return { error: invalidItem(item.invalid) };
    const decided = costContent(item.input, references);
    if ('refusal' in decided) return { error: refusalError(decided.refusal) };
    const entry = newCost(scope, actorId, decided.content);
    references.corrected(entry);
    added.push(entry);
    return { value: { ...entry, correctedById: null } };
  });
  await addCosts(scope, added);
  return results;
}

export const newCost = (
  scope: WriteScope,
  actorId: string,
  content: CostContent,
  platform: string | null = null,
): Cost => ({
  ...{ id: scope.newId(), ...content, amount: canonicalMoney(content.amount) },
  ...{ platform, actorId, createdAt: new Date(scope.now) },
});

/** Stores entries, and emits an event for each. */
export async function addCosts(scope: WriteScope, entries: readonly Cost[]): Promise<void> {
  if (entries.length === 0) return;
  await scope.costs.insert(entries);
  for (const { id, sourceId, campaignId, from, before, amount, currency, kind, correctsId } of entries) {
    const after = { sourceId, campaignId, from, before, amount, currency, kind, correctsId };
    scope.emit({ type: 'cost.recorded', subjectKind: 'cost', subjectId: id, cause: 'api', after });
  }
}

/** Everything that the inputs refer to, by one statement for each kind. */
async function loadReferences(
  scope: WriteScope,
  inputs: readonly CostInput[],
): Promise<CostReferences & { corrected(entry: Cost): void }> {
  const idsOf = (name: 'sourceId' | 'campaignId' | 'leadId' | 'correctsId'): string[] => [
    ...new Set(inputs.flatMap((input) => input[name] ?? [])),
  ];
  const sources = new Set((await scope.sources.findMany(idsOf('sourceId'))).map(({ id }) => id));
  const campaigns = new Map(
    (await scope.campaigns.findMany(idsOf('campaignId'))).map(({ id, sourceId }) => [id, sourceId]),
  );
  const leads = new Map((await scope.leads.findMany(idsOf('leadId'))).map((lead) => [lead.id, lead]));
  const entries = new Map((await scope.costs.findMany(idsOf('correctsId'))).map((entry) => [entry.id, entry]));
  return {
    isSource: (id) => sources.has(id),
    sourceOfCampaign: (id) => campaigns.get(id),
    placeOfLead: (id) => {
      const lead = leads.get(id);
      return lead && { sourceId: lead.sourceId, campaignId: lead.campaignId ?? null };
    },
    entry: (id) => entries.get(id),
    corrected({ id, correctsId }) {
      const entry = correctsId === null ? undefined : entries.get(correctsId);
      if (entry) entries.set(entry.id, { ...entry, correctedById: id });
    },
  };
}
