import type { PatchCommand } from '../../core/leads/commands/patch.js';
import type { Lead } from '../../core/leads/lead.js';
import {
  acceptedOf,
  keptFieldsOf,
  type Proposal,
  type ProposalField,
  proposalOf,
  settledFields,
} from '../../core/leads/proposals.js';
import type { IfMatch } from '../../core/refusals.js';
import type { TouchRow } from '../../db/repositories/touches.js';
import type { Store } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { resultOf } from '../transactions/refusals.js';
import type { Transactions } from '../transactions/request.js';
import { notFound } from '../versions.js';
import type { WorkspaceTime } from '../workspace-time.js';
import type { Write } from '../writes.js';
import { type LeadPatch, preparePatch } from './prepare.js';
import type { DefaultCountry } from './settings.js';

/** A touch, and what of it waits for a decision. */
export interface TouchWithProposal extends TouchRow {
  proposal?: Proposal | undefined;
}

export const withProposal = (lead: Lead, touch: TouchRow): TouchWithProposal => ({
  ...touch,
  proposal: touch.kept === null ? undefined : proposalOf(lead.facts, touch.kept),
});

export interface LeadProposalsOptions {
  store: Store;
  write: Write;
  transactions: Transactions;
  timeOf: WorkspaceTime;
  defaultCountry: DefaultCountry;
}

/** What people decide about values that submissions state and leads did not take over. */
export function leadProposals({ store, write, transactions, timeOf, defaultCountry }: LeadProposalsOptions) {
  return {
    /** Corrects the lead by the accepted fields, all without `fields`; they are not proposed any more. */
    async acceptProposal(
      context: WriteContext,
      leadId: string,
      touchId: string,
      ifMatch: IfMatch,
      fields: readonly ProposalField[] | undefined,
    ): Promise<Lead> {
      const { workspaceId } = context;
      const [country, now] = [await defaultCountry(workspaceId), await timeOf(workspaceId)];
      const touch = await store.read(workspaceId).touches.find(leadId, touchId);
      const apply = (facts: Lead['facts']): Lead['facts'] => {
        const proposal = touch?.kept ? proposalOf(facts, touch.kept) : undefined;
        return proposal ? preparePatch(acceptedOf(proposal, fields) as LeadPatch, country, now)(facts) : facts;
      };
      const command: PatchCommand = { type: 'patch', leadId, ifMatch, apply };
      return transactions.run({
        context,
        commands: [command],
        mode: 'partial',
        enclosed: {
          async before() {
            if (!touch) throw notFound('touch');
          },
          async after(scope, [outcome]) {
            if (outcome === undefined || 'refusal' in outcome || !touch?.kept) return;
            await scope.touches.dropKept(leadId, touchId, settledFields(outcome.result.lead.facts, touch.kept));
          },
        },
        finish: ([outcome]) => resultOf(outcome).lead,
      });
    },
    dismissProposal: (
      context: WriteContext,
      leadId: string,
      touchId: string,
      fields: readonly ProposalField[] | undefined,
    ): Promise<TouchWithProposal> =>
      write(context, async (scope) => {
        const [[lead], touch] = [await scope.leads.findMany([leadId]), await scope.touches.find(leadId, touchId)];
        if (!lead || !touch) throw notFound('touch');
        await scope.touches.dropKept(leadId, touchId, keptFieldsOf(fields));
        return withProposal(lead, (await scope.touches.find(leadId, touchId)) ?? touch);
      }),
  };
}
