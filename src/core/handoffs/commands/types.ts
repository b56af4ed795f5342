import type { OfferCause, RejectionReason } from '../../leads/handoff.js';
import type { IfMatch } from '../../refusals.js';

/** Offers a lead to a rep, to a team, or (without either) to its owner or the rep that the rules assign. */
export interface HandoffOfferCommand {
  type: 'handoff_offer';
  leadId: string;
  ifMatch?: IfMatch;
  cause: OfferCause;
  repId?: string | undefined;
  teamId?: string | undefined;
}

/** The rep accepts the offer. For an offer to a team, `repId` is the member who accepts. */
export interface HandoffAcceptCommand {
  type: 'handoff_accept';
  leadId: string;
  ifMatch?: IfMatch;
  repId?: string | undefined;
  actorId: string;
}

/** The rep rejects the offer. */
export interface HandoffRejectCommand {
  type: 'handoff_reject';
  leadId: string;
  ifMatch?: IfMatch;
  repId?: string | undefined;
  reason: RejectionReason;
  evidence: string;
}

/** Marketing takes the offer back. */
export interface HandoffWithdrawCommand {
  type: 'handoff_withdraw';
  leadId: string;
  ifMatch?: IfMatch;
}

/** The timer of an offer fired. */
export interface HandoffTimeoutCommand {
  type: 'handoff_timeout';
  leadId: string;
}
