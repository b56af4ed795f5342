import type { CommandOf } from '../../core/commands/table.js';
import { type ContactChannel, contactChannels } from '../../core/leads/channels.js';
import type { ListedHandoff, RejectionReason } from '../../core/leads/handoff.js';
import type { Lead } from '../../core/leads/lead.js';
import type { IfMatch } from '../../core/refusals.js';
import type { HandoffFilter } from '../../db/repositories/handoffs.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { Store } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import type { Transactions } from '../transactions/request.js';
import { orNotFound } from '../versions.js';

/** A lead, and the versions of it that the caller accepts. */
export interface LeadAt {
  leadId: string;
  ifMatch: IfMatch;
}

/** An offer, and whether its lead may be contacted now. */
export type HandoffWithChannels = ListedHandoff & { channels: ContactChannel[] };

export type HandoffsService = ReturnType<typeof handoffsService>;

/** Hand-offs from marketing to sales: leads are offered, and a rep accepts or rejects them. */
export function handoffsService(store: Store, transactions: Transactions) {
  const one = (
    context: WriteContext,
    command: CommandOf<'handoff_offer' | 'handoff_accept' | 'handoff_reject' | 'handoff_withdraw'>,
  ): Promise<Lead> => transactions.execute(context, command, ({ lead }) => lead);
  return {
    offer: (context: WriteContext, lead: LeadAt, to: { repId?: string | undefined; teamId?: string | undefined }) =>
      one(context, { type: 'handoff_offer', ...lead, ...to, cause: 'request' }),
    accept: (context: WriteContext, lead: LeadAt, { repId }: { repId?: string | undefined }) =>
      one(context, { type: 'handoff_accept', ...lead, repId, actorId: context.actor.id }),
    reject: (
      context: WriteContext,
      lead: LeadAt,
      answer: { repId?: string | undefined; reason: RejectionReason; evidence: string },
    ) => one(context, { type: 'handoff_reject', ...lead, ...answer }),
    withdraw: (context: WriteContext, lead: LeadAt) => one(context, { type: 'handoff_withdraw', ...lead }),
    async list(workspaceId: string, filter: HandoffFilter, request: ListRequest): Promise<Page<HandoffWithChannels>> {
      const read = store.read(workspaceId);
      const page = await read.handoffs.list(filter, request);
      const leads = await read.leads.findMany([...new Set(page.rows.map(({ leadId }) => leadId))]);
      return withChannels(page, leads);
    },
    async ofLead(
      workspaceId: string,
      filter: HandoffFilter & { leadId: string },
      request: ListRequest,
    ): Promise<Page<HandoffWithChannels>> {
      const read = store.read(workspaceId);
      const lead = orNotFound(await read.leads.find(filter.leadId), 'lead');
      return withChannels(await read.handoffs.list(filter, request), [lead]);
    },
  };
}

/** A lead that was deleted since its offers were read leaves no address. */
function withChannels({ rows, ...page }: Page<ListedHandoff>, leads: readonly Lead[]): Page<HandoffWithChannels> {
  const facts = new Map(leads.map((lead) => [lead.id, lead.facts]));
  const channelsOf = (leadId: string) => contactChannels(facts.get(leadId) ?? { kind: 'person' });
  return { ...page, rows: rows.map((row) => ({ ...row, channels: channelsOf(row.leadId) })) };
}
