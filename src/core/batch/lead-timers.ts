import type { Lead } from '../leads/lead.js';
import type { TimerKind } from '../timers.js';
import type { Changes } from './changes.js';

/** The due instant of each timer of a lead. */
const LEAD_TIMERS = {
  lead_review: ({ reviewAt }: Lead) => reviewAt,
  lead_routing: ({ nextEligibleAt }: Lead) => nextEligibleAt,
  lease_expiry: ({ leaseUntil }: Lead) => leaseUntil,
} as const satisfies Partial<Record<TimerKind, (lead: Lead) => number | undefined>>;

/** The timers of the lifecycle; a lead without a lifecycle has none. */
const LIFECYCLE_TIMERS = {
  lead_rotting: ({ lifecycle }: Lead) => lifecycle?.rotsAt,
  park_wake: ({ lifecycle }: Lead) => lifecycle?.wakesAt,
  handoff_timeout: ({ lifecycle }: Lead) => lifecycle?.handoff?.dueAt,
  sla_check: ({ lifecycle }: Lead) => lifecycle?.sla?.dueAt,
  sequence_entry: ({ lifecycle }: Lead) => lifecycle?.entersAt,
  sequence_step: ({ lifecycle }: Lead) => lifecycle?.sequences?.dueAt,
} as const satisfies Partial<Record<TimerKind, (lead: Lead) => number | undefined>>;

type DueAt = (lead: Lead) => number | undefined;
const timersOf = (table: Partial<Record<TimerKind, DueAt>>): TimersOfKind[] =>
  Object.entries(table).map(([kind, dueAt]) => new TimersOfKind(kind as TimerKind, dueAt));

/** The stored timers of leads, and their changes. A lead without due instants has no timers. */
export class LeadTimers {
  private readonly kinds = timersOf(LEAD_TIMERS);
  private readonly lifecycle = timersOf(LIFECYCLE_TIMERS);
  /** Leads that have or had a lifecycle. */
  private readonly alive = new Set<string>();

  load(lead: Lead): void {
    for (const timers of this.kinds) timers.load(lead);
    if (lead.lifecycle === undefined) return;
    this.alive.add(lead.id);
    for (const timers of this.lifecycle) timers.load(lead);
  }

  /** The current state of the lead; undefined: it was removed. */
  want(leadId: string, lead: Lead | undefined): void {
    for (const timers of this.kinds) timers.want(leadId, lead);
    if (lead?.lifecycle !== undefined) this.alive.add(leadId);
    else if (this.alive.size === 0 || !this.alive.has(leadId)) return;
    for (const timers of this.lifecycle) timers.want(leadId, lead);
  }

  /** After a timer fired that was not due (any more): stores the timers of this state, whatever is stored now. */
  correct(leadId: string, lead: Lead | undefined): void {
    for (const timers of this.kinds) timers.correct(leadId, lead);
    for (const timers of this.lifecycle) timers.correct(leadId, lead);
  }

  takeChanges(): Pick<Changes, 'timersSet' | 'timersCleared'> {
    const changes: Pick<Changes, 'timersSet' | 'timersCleared'> = { timersSet: [], timersCleared: [] };
    for (const timers of this.kinds) timers.takeChanges(changes);
    for (const timers of this.lifecycle) timers.takeChanges(changes);
    return changes;
  }
}

class TimersOfKind {
  private readonly stored = new Map<string, number>();
  private readonly wanted = new Map<string, number | undefined>();

  constructor(
    private readonly kind: TimerKind,
    private readonly dueAt: DueAt,
  ) {}

  load(lead: Lead): void {
    const dueAt = this.dueAt(lead);
    if (dueAt !== undefined) this.stored.set(lead.id, dueAt);
  }

  want(leadId: string, lead: Lead | undefined): void {
    const dueAt = lead && this.dueAt(lead);
    if (this.stored.get(leadId) !== dueAt) this.wanted.set(leadId, dueAt);
    else if (this.wanted.size > 0) this.wanted.delete(leadId);
  }

  correct(leadId: string, lead: Lead | undefined): void {
    this.wanted.set(leadId, lead && this.dueAt(lead));
  }

  takeChanges({ timersSet, timersCleared }: Pick<Changes, 'timersSet' | 'timersCleared'>): void {
    const { kind } = this;
    for (const [subjectId, dueAt] of this.wanted) {
      if (dueAt === undefined) {
        timersCleared.push({ kind, subjectId });
        this.stored.delete(subjectId);
      } else {
        timersSet.push({ kind, subjectId, dueAt });
        this.stored.set(subjectId, dueAt);
      }
    }
    this.wanted.clear();
  }
}
