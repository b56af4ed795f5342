/**
 * Kinds of SLA clocks. `first_touch`: a rep contacts the lead. `acceptance`: an offer is accepted. `next_touch`: a rep contacts
 * the lead again after the previous contact.
 */
export const SLA_CLOCKS = ['first_touch', 'acceptance', 'next_touch'] as const;
export type SlaClockKind = (typeof SLA_CLOCKS)[number];

/** The hours that count: working hours of the owner, office hours in the lead's time zone, or all hours. */
export const SLA_HOURS = ['owner', 'lead', 'always'] as const;
export type SlaHours = (typeof SLA_HOURS)[number];

/** Actions after a breach besides its event: none (`notify`), or another rep gets the lead (`reassign`). */
export const BREACH_ACTIONS = ['notify', 'reassign'] as const;
export type BreachAction = (typeof BREACH_ACTIONS)[number];

/** A clock is running or paused until it ends with one of the other statuses. */
export const CLOCK_STATUSES = ['running', 'paused', 'met', 'breached', 'cancelled'] as const;
export type ClockStatus = (typeof CLOCK_STATUSES)[number];

/**
 * Why a clock was cancelled: another rule or none applies; the hours of another owner count; the offer ended otherwise; the
 * lead was closed.
 */
export const CANCEL_REASONS = ['rule_changed', 'owner_changed', 'handoff_ended', 'closed'] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

/** One SLA clock of a lead. Instants are epoch milliseconds, durations milliseconds of the hours that count. */
export interface SlaClock {
  clock: SlaClockKind;
  ruleId: string;
  policyVersion: number;
  status: ClockStatus;
  hours: SlaHours;
  onBreach: BreachAction[];
  startedAt: number;
  allowedMs: number;
  /** Time left at `countedAt`, which is when the clock last started, resumed, paused or ended. */
  leftMs: number;
  countedAt: number;
  /** Time left at the warning; absent when it does not warn, or has warned. */
  warnLeftMs?: number | undefined;
  warnedAt?: number | undefined;
  /** When it warns if nothing happens; absent while paused. */
  warnAt?: number | undefined;
  /** When it breaches if nothing happens, or would have; absent while paused, cancelled, and when so much time never passes. */
  dueAt?: number | undefined;
  endedAt?: number | undefined;
  cancelReason?: CancelReason | undefined;
  /** The owner at the start, and after the end the owner at the end. */
  ownerId?: string | undefined;
  /** The offer of an `acceptance` clock. */
  handoffId?: string | undefined;
}

/** A clock that has ended, as a lead's list of clocks returns it. */
export interface EndedClock {
  id: string;
  clock: SlaClockKind;
  ruleId: string;
  policyVersion: number;
  status: ClockStatus;
  hours: SlaHours;
  startedAt: Date;
  endedAt: Date;
  warnedAt: Date | null;
  /** Milliseconds of the hours that count. */
  allowedMs: number;
  usedMs: number;
  cancelReason: CancelReason | null;
  ownerId: string | null;
}

/** Why clocks are paused: on request, or because the lead is parked. */
export const PAUSE_CAUSES = ['request', 'parked'] as const;

/** The clocks of a lead: for each kind the live one, else the last. */
export interface Sla {
  clocks: SlaClock[];
  /** Breached clocks of the first touch that others followed since the lead was opened, at most 5: a late record may restate them. */
  followed?: SlaClock[] | undefined;
  /** The earliest warning or breach: the due instant of its timer. */
  dueAt?: number | undefined;
  paused?: { at: number; cause: (typeof PAUSE_CAUSES)[number]; reason?: string | undefined } | undefined;
}

/** How long a lead waited for its first contact since it was opened. */
export interface SpeedToLead {
  /** The rep who made the contact, if known. */
  repId?: string | undefined;
  /** The source of the lead's first touch. */
  sourceId: string;
  /** How often the lead was reopened by then. */
  cycle: number;
  contactedAt: number;
  elapsedMs: number;
  /** Milliseconds of the working time of that rep; all time when no working hours are known. */
  businessMs: number;
}

/** The first contact with a lead as it is stored. */
export interface FirstContact extends Omit<SpeedToLead, 'repId' | 'contactedAt' | 'cycle'> {
  leadId: string;
  repId: string | null;
  contactedAt: Date;
}
