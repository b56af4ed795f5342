import type { CommandOf } from '../../core/commands/table.js';
import type { Lead } from '../../core/leads/lead.js';
import type { EndedClock, FirstContact } from '../../core/leads/sla.js';
import type { Store } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import type { Transactions } from '../transactions/request.js';
import { notFound } from '../versions.js';
import type { LeadAt } from './handoffs.js';

/** Most ended clocks returned for one lead. */
const MOST_ENDED = 200;

/** The SLA clocks of a lead. The lead holds its live clocks; a table holds the ended ones. */
export interface LeadSla {
  lead: Lead;
  ended: EndedClock[];
  firstContact: FirstContact | undefined;
}

export type SlaService = ReturnType<typeof slaService>;

/** Service levels of leads and their clocks. */
export function slaService(store: Store, transactions: Transactions) {
  const one = (context: WriteContext, command: CommandOf<'sla_pause' | 'sla_resume'>): Promise<Lead> =>
    transactions.execute(context, command, ({ lead }) => lead);
  return {
    async ofLead(workspaceId: string, leadId: string): Promise<LeadSla> {
      const read = store.read(workspaceId);
      const [lead, ended, firstContact] = await Promise.all([
        read.leads.find(leadId),
        read.sla.clocksOf(leadId, MOST_ENDED),
        read.firstContacts.ofLead(leadId),
      ]);
      if (!lead) throw notFound('lead');
      return { lead, ended, firstContact };
    },
    pause: (context: WriteContext, lead: LeadAt, reason: string) =>
      one(context, { type: 'sla_pause', ...lead, reason }),
    resume: (context: WriteContext, lead: LeadAt) => one(context, { type: 'sla_resume', ...lead }),
  };
}
