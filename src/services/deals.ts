import type { Loss, Win } from '../core/deals/closing.js';
import type { CreateDealCommand, DealInput } from '../core/deals/commands/create.js';
import type { DealPatch } from '../core/deals/commands/patch.js';
import type { Deal } from '../core/deals/deal.js';
import type { IfMatch } from '../core/refusals.js';
import type { DealFilter } from '../db/repositories/deals.js';
import type { ListRequest, Page } from '../db/repositories/lists.js';
import type { Store } from '../db/store.js';
import type { WriteContext } from './context.js';
import { type BatchItem, type ItemResult, prepareItem, runItems } from './transactions/items.js';
import type { BatchMode, Transactions } from './transactions/request.js';
import { orNotFound } from './versions.js';

export type DealsService = ReturnType<typeof dealsService>;

const dealOf = ({ deal }: { deal: Deal }): Deal => deal;

export function dealsService(store: Store, transactions: Transactions) {
  const { execute } = transactions;
  return {
    create: (context: WriteContext, input: DealInput): Promise<Deal> =>
      execute(context, { type: 'create_deal', input }, dealOf),
    /** Several deals, each accepted or refused by itself; with `atomic`, all or none. */
    async createBatch(
      context: WriteContext,
      items: readonly BatchItem<DealInput>[],
      mode: BatchMode,
    ): Promise<ItemResult<Deal>[]> {
      const prepared = items.map((item) =>
        prepareItem(item, (input): { command: CreateDealCommand } => ({ command: { type: 'create_deal', input } })),
      );
      const request = { context, mode, items: prepared };
      return runItems<CreateDealCommand, { command: CreateDealCommand }, Deal>(transactions, request, dealOf);
    },
    async get(workspaceId: string, id: string): Promise<Deal> {
      return orNotFound(await store.read(workspaceId).deals.find(id), 'deal');
    },
    list: (workspaceId: string, filter: DealFilter, request: ListRequest): Promise<Page<Deal>> =>
      store.read(workspaceId).deals.list(filter, request),
    update: (context: WriteContext, dealId: string, ifMatch: IfMatch, patch: DealPatch): Promise<Deal> =>
      execute(context, { type: 'patch_deal', dealId, ifMatch, patch }, dealOf),
    win: (context: WriteContext, dealId: string, ifMatch: IfMatch, win: Win): Promise<Deal> =>
      execute(context, { type: 'win_deal', dealId, ifMatch, win }, dealOf),
    lose: (context: WriteContext, dealId: string, ifMatch: IfMatch, loss: Loss): Promise<Deal> =>
      execute(context, { type: 'lose_deal', dealId, ifMatch, loss }, dealOf),
    reopen: (context: WriteContext, dealId: string, ifMatch: IfMatch): Promise<Deal> =>
      execute(context, { type: 'reopen_deal', dealId, ifMatch }, dealOf),
  };
}
