import type { Lead } from '../../core/leads/lead.js';
import { type Proposal, type ProposalField, proposalOf } from '../../core/leads/proposals.js';
import type { Touch } from '../../core/leads/touch.js';
import type { IfMatch } from '../../core/refusals.js';
import type { WriteContext } from '../context.js';
import type { Transactions } from '../transactions/request.js';
import type { WorkspaceTime } from '../workspace-time.js';
import { type LeadPatch, preparePatch } from './prepare.js';
import type { DefaultCountry } from './settings.js';

/** A touch, and its proposed values that wait for a decision. */
export interface TouchWithProposal extends Touch {
  proposal?: Proposal | undefined;
}

export const withProposal = (lead: Lead, touch: Touch): TouchWithProposal => ({
  ...touch,
  proposal: touch.kept && proposalOf(lead.facts, touch.kept),
});

export interface LeadProposalsOptions {
  transactions: Transactions;
  timeOf: WorkspaceTime;
  defaultCountry: DefaultCountry;
}

/** Decisions of people about values that submissions state and leads did not take over. */
export function leadProposals({ transactions, timeOf, defaultCountry }: LeadProposalsOptions) {
  return {
    /** Corrects the lead by the accepted fields, or by all without `fields`. They are no longer proposed. */
    async acceptProposal(
      context: WriteContext,
      leadId: string,
      touchId: string,
      ifMatch: IfMatch,
      fields: readonly ProposalField[] | undefined,
    ): Promise<Lead> {
      const { workspaceId } = context;
      const [country, now] = [await defaultCountry(workspaceId), await timeOf(workspaceId)];
      const correction = (accepted: Record<string, unknown>) => preparePatch(accepted as LeadPatch, country, now);
      return transactions.execute(
        context,
        { type: 'accept_proposal', leadId, touchId, ifMatch, fields, correction },
        ({ lead }) => lead,
      );
    },
    dismissProposal: (
      context: WriteContext,
      leadId: string,
      touchId: string,
      fields: readonly ProposalField[] | undefined,
    ): Promise<TouchWithProposal> =>
      transactions.execute(context, { type: 'dismiss_proposal', leadId, touchId, fields }, ({ lead, touch }) =>
        withProposal(lead, touch),
      ),
  };
}
