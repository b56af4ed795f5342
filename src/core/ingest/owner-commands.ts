import type { Lead } from '../leads/lead.js';

/** A person gives a lead to a rep; no rule takes it away until it is released. */
export interface AssignCommand {
  type: 'assign';
  leadId: string;
  ifMatch?: readonly number[] | undefined;
  repId: string;
  reason: string;
  /** Who assigns it. */
  actorId: string;
}

/** Ends what a person decided about the owner: it stays, and rules may take the lead away again. */
export interface UnlockCommand {
  type: 'unlock';
  leadId: string;
  ifMatch?: readonly number[] | undefined;
}

/** Tries the rules again: about a lead that waits, or, with `from`, to take it away from that owner. */
export interface RouteCommand {
  type: 'route';
  leadId: string;
  from?: string | undefined;
}

/** Tries the rules again about the leads that wait, most urgent first. */
export interface RouteQueueCommand {
  type: 'route_queue';
}

/** Asks the rules anew about an open lead, owned or waiting; what a person assigned and what somebody holds stays. */
export interface RerunCommand {
  type: 'rerun';
  leadId: string;
}

/**
 * What asking the rules anew came to. `kept`: its owner fits, or nobody else could take it; `waiting`: nobody owned it, and
 * nobody could take it; `locked`: assigned by hand, or held; `closed`: it is nobody's work, or gone.
 */
export type RerunOutcome = 'moved' | 'kept' | 'waiting' | 'locked' | 'closed';

/** A rep asks for the best lead that waits, to hold it for `leaseMs` milliseconds. */
export interface ClaimCommand {
  type: 'claim';
  repId: string;
  leaseMs: number;
}

/** Who holds a lead keeps it longer, gives it back, or takes it. */
export interface LeaseCommand {
  type: 'lease';
  action: 'renew' | 'return' | 'take';
  leadId: string;
  repId: string;
  /** With `renew`: from now on. */
  leaseMs?: number | undefined;
}

/** The timer of a lease fired. */
export interface LeaseExpiryCommand {
  type: 'lease_expiry';
  leadId: string;
}

export type OwnerCommand =
  | AssignCommand
  | UnlockCommand
  | RouteCommand
  | RouteQueueCommand
  | RerunCommand
  | ClaimCommand
  | LeaseCommand
  | LeaseExpiryCommand;

export type OwnerResult =
  | { type: 'assign' | 'unlock'; changed: boolean; lead: Lead }
  /** `masked`: the claimer is not to see yet how to reach it. */
  | { type: 'lease'; changed: boolean; lead: Lead; masked: boolean }
  | { type: 'route' | 'lease_expiry'; changed: boolean; lead?: Lead | undefined }
  | { type: 'rerun'; changed: boolean; outcome: RerunOutcome; from?: string | undefined; lead?: Lead | undefined }
  | { type: 'route_queue'; changed: boolean; assigned: number }
  /** Without a lead nothing waits that the rep could take. */
  | { type: 'claim'; changed: boolean; lead?: Lead | undefined; masked: boolean };

const TYPES: ReadonlySet<string> = new Set<OwnerCommand['type']>([
  'assign',
  'unlock',
  'route',
  'route_queue',
  'rerun',
  'claim',
  'lease',
  'lease_expiry',
]);

export function isOwnerCommand(command: { type: string }): command is OwnerCommand {
  return TYPES.has(command.type);
}
