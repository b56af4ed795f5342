import type { OfferCause, RejectionReason } from './handoff.js';

/** Offers a lead: to a rep, to a team, or (without either) to its owner or whom the rules give it. */
export interface HandoffOfferCommand {
  type: 'handoff_offer';
  leadId: string;
  ifMatch?: readonly number[] | undefined;
  cause: OfferCause;
  repId?: string | undefined;
  teamId?: string | undefined;
}

/** Who is asked takes it. Of an offer to a team `repId` says who. */
export interface HandoffAcceptCommand {
  type: 'handoff_accept';
  leadId: string;
  ifMatch?: readonly number[] | undefined;
  repId?: string | undefined;
  actorId: string;
}

/** Who is asked does not take it. */
export interface HandoffRejectCommand {
  type: 'handoff_reject';
  leadId: string;
  ifMatch?: readonly number[] | undefined;
  repId?: string | undefined;
  reason: RejectionReason;
  evidence: string;
}

/** Marketing takes the offer back. */
export interface HandoffWithdrawCommand {
  type: 'handoff_withdraw';
  leadId: string;
  ifMatch?: readonly number[] | undefined;
}

/** The timer of an offer fired. */
export interface HandoffTimeoutCommand {
  type: 'handoff_timeout';
  leadId: string;
}

export type HandoffCommand =
  | HandoffOfferCommand
  | HandoffAcceptCommand
  | HandoffRejectCommand
  | HandoffWithdrawCommand
  | HandoffTimeoutCommand;
