/**
 * What is promised: `first_touch`, that a rep contacts the lead; `acceptance`, that an offer is accepted; `next_touch`, that
 * a rep contacts it again after the contact before.
 */
export const SLA_CLOCKS = ['first_touch', 'acceptance', 'next_touch'] as const;
export type SlaClockKind = (typeof SLA_CLOCKS)[number];

/** Which hours count: working hours of the owner, office hours where the lead is, or all of them. */
export const SLA_HOURS = ['owner', 'lead', 'always'] as const;
export type SlaHours = (typeof SLA_HOURS)[number];

/** What follows a breach, besides its event: nothing more (`notify`), or another rep gets the lead (`reassign`). */
export const BREACH_ACTIONS = ['notify', 'reassign'] as const;
export type BreachAction = (typeof BREACH_ACTIONS)[number];

/** A clock runs or stands, until it ends in exactly one of the other ways. */
export const CLOCK_STATUSES = ['running', 'paused', 'met', 'breached', 'cancelled'] as const;
export type ClockStatus = (typeof CLOCK_STATUSES)[number];

/**
 * Why a clock was stopped that was neither met nor breached: another rule applies, or none; the hours of another owner
 * count; the offer ended otherwise; the lead was closed.
 */
export const CANCEL_REASONS = ['rule_changed', 'owner_changed', 'handoff_ended', 'closed'] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

/** One promise about one lead. Instants are epoch milliseconds, durations milliseconds of the hours that count. */
export interface SlaClock {
  clock: SlaClockKind;
  ruleId: string;
  policyVersion: number;
  status: ClockStatus;
  hours: SlaHours;
  onBreach: BreachAction[];
  startedAt: number;
  allowedMs: number;
  /** What was left at `countedAt`: when it started, went on or was stopped. */
  leftMs: number;
  countedAt: number;
  /** What is left when it warns; absent: it does not, or has. */
  warnLeftMs?: number | undefined;
  warnedAt?: number | undefined;
  /** When it warns and breaches if nothing happens; absent while it stands, and where so much time never comes. */
  warnAt?: number | undefined;
  dueAt?: number | undefined;
  endedAt?: number | undefined;
  cancelReason?: CancelReason | undefined;
  /** Whose it is: the owner at the start, and at the end. */
  ownerId?: string | undefined;
  /** Of the clock of an acceptance. */
  handoffId?: string | undefined;
}

/** Why clocks stand: somebody said so, or the lead is parked. */
export const PAUSE_CAUSES = ['request', 'parked'] as const;

/** The clocks of a lead: of each kind the one that is live, or else the last. */
export interface Sla {
  clocks: SlaClock[];
  /** The earliest warning or breach: the due instant of its timer. */
  dueAt?: number | undefined;
  paused?: { at: number; cause: (typeof PAUSE_CAUSES)[number]; reason?: string | undefined } | undefined;
}

/** How long a lead waited for its first contact. */
export interface SpeedToLead {
  /** The rep who made it, where that is known. */
  repId?: string | undefined;
  /** Of the first touch of the lead. */
  sourceId: string;
  contactedAt: number;
  elapsedMs: number;
  /** Of the working time of that rep; all of it where no working hours are known. */
  businessMs: number;
}
