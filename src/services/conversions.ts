import { SalesRecords } from '../core/batch/sales-records.js';
import { alreadyConverted, type ConvertedLead } from '../core/conversion/commands/convert.js';
import { conversionFacts, leadReads, requestReads } from '../core/conversion/commands/facts.js';
import type { UndoneConversion } from '../core/conversion/commands/undo.js';
import { planConversion } from '../core/conversion/plan.js';
import type { ConversionRequest } from '../core/conversion/request.js';
import { isRefusal } from '../core/deals/terms.js';
import type { LoseCommand, LostLead } from '../core/lifecycle/commands/lose.js';
import type { IfMatch } from '../core/refusals.js';
import type { Store } from '../db/store.js';
import type { WriteContext } from './context.js';
import { putSales, readSales, SalesNeeds } from './transactions/load-sales.js';
import { refusalError } from './transactions/refusals.js';
import type { Transactions } from './transactions/request.js';
import { notFound } from './versions.js';
import type { WorkspaceTime } from './workspace-time.js';

type LeadLoss = Pick<LoseCommand, 'reason' | 'detail' | 'competitor' | 'loseDeals'>;

export interface ConversionsOptions {
  store: Store;
  transactions: Transactions;
  timeOf: WorkspaceTime;
  newId: () => string;
}

export type ConversionsService = ReturnType<typeof conversionsService>;

/** Ends leads: converts them to customers with a deal, which can be undone, or loses them. */
export function conversionsService(options: ConversionsOptions) {
  const { transactions } = options;
  return {
    /** Returns what `convert` would do now, without a write. */
    preview: (workspaceId: string, leadId: string, request: ConversionRequest): Promise<ConvertedLead> =>
      preview(options, workspaceId, leadId, request),
    convert(context: WriteContext, leadId: string, ifMatch: IfMatch, request: ConversionRequest) {
      const command = { type: 'convert', leadId, ifMatch, request, actorId: context.actor.id } as const;
      return transactions.execute(context, command, (converted): ConvertedLead => converted);
    },
    undo: (context: WriteContext, leadId: string, ifMatch: IfMatch): Promise<UndoneConversion> =>
      transactions.execute(context, { type: 'undo_conversion', leadId, ifMatch }, (undone) => undone),
    lose(context: WriteContext, leadId: string, ifMatch: IfMatch, loss: LeadLoss): Promise<LostLead> {
      const command = { type: 'lose', leadId, ifMatch, actorId: context.actor.id, ...loss } as const;
      return transactions.execute(context, command, (lost) => lost);
    },
  };
}

/** The plan of the command on what is stored, without the lock. */
async function preview(
  { store, timeOf, newId }: ConversionsOptions,
  workspaceId: string,
  leadId: string,
  request: ConversionRequest,
): Promise<ConvertedLead> {
  const read = store.read(workspaceId);
  const lead = await read.leads.find(leadId);
  if (!lead) throw notFound('lead');
  const converted = alreadyConverted(lead);
  if (converted) throw refusalError(converted);
  const [records, needs] = [new SalesRecords(), new SalesNeeds()];
  needs.add(requestReads(request));
  putSales(records, await readSales(read, needs));
  needs.add(leadReads(records, lead, request));
  putSales(records, await readSales(read, needs));
  const facts = conversionFacts(records, lead, request);
  if (isRefusal(facts)) throw refusalError(facts);
  const plan = planConversion(request, facts, { now: await timeOf(workspaceId), newId });
  if (isRefusal(plan)) throw refusalError(plan);
  return { lead, plan };
}
