import type { Batch, ChangedLead } from '../../batch/batch.js';
import type { Reads } from '../../batch/reads.js';
import type { IfMatch, Refusal } from '../../refusals.js';
import { CONSENT_CHANNELS, consentOf } from '../consent.js';
import type { LeadFacts } from '../facts.js';
import type { Lead } from '../lead.js';
import {
  acceptedOf,
  keptFieldsOf,
  PROPOSAL_FIELDS,
  type ProposalField,
  proposalOf,
  settledFields,
} from '../proposals.js';
import { type Touch, withoutKept } from '../touch.js';
import { type PatchCommand, patch, patchReads, patchRefusal } from './patch.js';

interface ProposalCommand {
  leadId: string;
  touchId: string;
  /** All fields of the proposal when absent. */
  fields?: readonly ProposalField[] | undefined;
}

/** Corrects the lead by the proposal of a touch. `correction` is pure: it turns accepted fields (null removes) into a correction of facts. */
export interface AcceptProposalCommand extends ProposalCommand {
  type: 'accept_proposal';
  ifMatch?: IfMatch;
  correction: (accepted: Record<string, unknown>) => PatchCommand['apply'];
}

/** Dismisses the proposal of a touch without a change of the lead. */
export interface DismissProposalCommand extends ProposalCommand {
  type: 'dismiss_proposal';
}

const NO_TOUCH: Refusal = { code: 'not_found', detail: 'There is no such touch in this workspace.' };

export const proposalReads = ({ leadId, touchId }: ProposalCommand): Reads => ({
  leadIds: [leadId],
  touches: [{ leadId, id: touchId }],
});

/** Reads the owners of the keys that the correction removes and adds. */
export const acceptReadsNext = (batch: Batch, command: AcceptProposalCommand): Reads =>
  patchReads(batch, proposedChange(batch, command));

export function acceptRefusal(batch: Batch, command: AcceptProposalCommand, lead: Lead): Refusal | undefined {
  if (batch.touches.find(command.leadId, command.touchId) === undefined) return NO_TOUCH;
  return patchRefusal(batch, proposedChange(batch, command), lead);
}

/** Also settles kept fields that the lead has after the correction. */
export function acceptProposal(batch: Batch, command: AcceptProposalCommand): ChangedLead {
  const touch = batch.touches.get(command.leadId, command.touchId);
  const corrected = patch(batch, proposedChange(batch, command));
  if (touch.kept) decide(batch, touch, settledFields(corrected.lead.facts, touch.kept));
  return corrected;
}

export function dismissRefusal({ leads, touches }: Batch, { leadId, touchId }: ProposalCommand): Refusal | undefined {
  if (leads.find(leadId) !== undefined && touches.find(leadId, touchId) !== undefined) return undefined;
  return NO_TOUCH;
}

export function dismissProposal(batch: Batch, command: DismissProposalCommand): { touch: Touch; lead: Lead } {
  const { leadId, touchId, fields } = command;
  const touch = decide(batch, batch.touches.get(leadId, touchId), keptFieldsOf(fields));
  return { touch, lead: batch.leads.get(leadId) };
}

function decide(batch: Batch, touch: Touch, fields: readonly string[]): Touch {
  if (touch.kept === undefined || !fields.some((field) => Object.hasOwn(touch.kept ?? {}, field))) return touch;
  const next = withoutKept(touch, fields);
  batch.touches.put(next);
  return next;
}

/** The correction of the lead. Without a touch or a proposal it changes nothing. */
export function proposedChange(batch: Batch, command: AcceptProposalCommand): PatchCommand {
  const { leadId, touchId, ifMatch, fields, correction } = command;
  const touch = batch.touches.find(leadId, touchId);
  const apply = (facts: LeadFacts): LeadFacts => {
    const proposal = touch?.kept && proposalOf(facts, touch.kept);
    if (touch === undefined || proposal === undefined) return facts;
    return correction(acceptedOf(proposal, fields ?? withoutObjectedSince(touch, facts)))(facts);
  };
  return { type: 'patch', leadId, ifMatch, apply };
}

/** All fields but the grants of before an objection, which is what the person stated last. They are accepted by their name only. */
function withoutObjectedSince({ occurredAt }: Touch, facts: LeadFacts): ProposalField[] {
  const objected = CONSENT_CHANNELS.flatMap((channel) => {
    const { consent, at } = consentOf(facts, channel);
    return consent === 'denied' && at !== undefined && at > occurredAt ? [`${channel}Consent` as const] : [];
  });
  return PROPOSAL_FIELDS.filter((field) => !objected.some((one) => one === field));
}
