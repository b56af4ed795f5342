import type { Subject } from '../conditions/subject.js';
import { type Lead, OPEN_CATEGORIES } from '../leads/lead.js';
import { type CancelReason, SLA_CLOCKS, type Sla, type SlaClock, type SlaClockKind } from '../leads/sla.js';
import {
  type CalendarOf,
  dueOf,
  endedClock,
  isLive,
  nextCheck,
  pausedClock,
  resumedClock,
  startedClock,
} from './clock.js';
import type { CompiledSlaPolicy, SlaRule } from './policy.js';

export type SlaEventType =
  | 'lead.sla_started'
  | 'lead.sla_warned'
  | 'lead.sla_breached'
  | 'lead.sla_met'
  | 'lead.sla_cancelled'
  | 'lead.sla_paused'
  | 'lead.sla_resumed';

/** What happened to the clocks of a lead, in order; each with the clock as it is then. */
export interface SlaStep {
  type: SlaEventType;
  clock?: SlaClock;
}

/** The clocks afterwards; undefined: nothing has changed. */
export interface SlaChange {
  sla: Sla;
  steps: SlaStep[];
}

/** What clocks rest on. `subject` is asked only when a rule has to be. */
export interface SlaBasis {
  policy: CompiledSlaPolicy;
  calendarOf: CalendarOf;
  subject: () => Subject;
  now: number;
}

/** Brings the clocks into line with the lead as it is now: those that ended stop, those that apply start. */
export function followClocks(lead: Lead, basis: SlaBasis): SlaChange | undefined {
  const { rules } = basis.policy;
  const before = lead.lifecycle?.sla;
  const none = rules.first_touch.length + rules.acceptance.length + rules.next_touch.length === 0;
  if (before === undefined && none) return undefined;
  const work = new ClockWork(before ?? { clocks: [] }, lead, basis);
  work.followPark();
  for (const kind of SLA_CLOCKS) work.follow(kind);
  return work.change();
}

/** Stops all clocks that run, until they are told to go on. */
export function pauseClocks(lead: Lead, basis: SlaBasis, reason: string): SlaChange | undefined {
  const work = new ClockWork(lead.lifecycle?.sla ?? { clocks: [] }, lead, basis);
  if (work.isPaused) return undefined;
  work.pause('request', reason);
  return work.change();
}

/** Lets them go on with what was left. */
export function resumeClocks(lead: Lead, basis: SlaBasis): SlaChange | undefined {
  const sla = lead.lifecycle?.sla;
  if (sla?.paused?.cause !== 'request') return undefined;
  const work = new ClockWork(sla, lead, basis);
  work.resume();
  work.followPark();
  return work.change();
}

/** The timer of the clocks fired: warns and breaches what is due by now, and tells when to look again. */
export function checkClocks(lead: Lead, basis: SlaBasis): SlaChange | undefined {
  const sla = lead.lifecycle?.sla;
  if (sla === undefined) return undefined;
  const work = new ClockWork(sla, lead, basis);
  work.check();
  return work.change();
}

/** A rep contacted the lead: the clocks of touches are met, and what was breached is forgiven for the next touch. */
export function meetTouches(lead: Lead, basis: SlaBasis, at: number): SlaChange | undefined {
  const sla = lead.lifecycle?.sla;
  if (sla === undefined) return undefined;
  const work = new ClockWork(sla, lead, basis);
  work.meet('first_touch', at);
  // A contact before the promise was made does not keep it.
  if ((work.live('next_touch')?.startedAt ?? 0) <= at) work.meet('next_touch', at);
  work.forget('next_touch');
  return work.change();
}

class ClockWork {
  private readonly steps: SlaStep[] = [];
  private readonly clocks: Map<SlaClockKind, SlaClock>;
  private paused: Sla['paused'];
  private changed = false;

  constructor(
    sla: Sla,
    private readonly lead: Lead,
    private readonly basis: SlaBasis,
  ) {
    this.clocks = new Map(sla.clocks.map((clock) => [clock.clock, clock]));
    this.paused = sla.paused;
  }

  get isPaused(): boolean {
    return this.paused !== undefined;
  }

  change(): SlaChange | undefined {
    if (!this.changed) return undefined;
    const clocks = [...this.clocks.values()];
    return { sla: { clocks, paused: this.paused, dueAt: nextCheck(clocks) }, steps: this.steps };
  }

  live(kind: SlaClockKind): SlaClock | undefined {
    const clock = this.clocks.get(kind);
    return clock !== undefined && isLive(clock) ? clock : undefined;
  }

  /** Clocks stand by themselves while the lead is parked. */
  followPark(): void {
    const parked = this.lead.category === 'parked';
    const some = [...this.clocks.values()].some(isLive);
    if (parked && some && this.paused === undefined) this.pause('parked');
    if (!parked && this.paused?.cause === 'parked') this.resume();
  }

  pause(cause: 'request' | 'parked', reason?: string): void {
    const { calendarOf, now } = this.basis;
    // What is over is over: a breach that no timer has told yet is one.
    this.check();
    for (const [kind, clock] of this.clocks) this.clocks.set(kind, pausedClock(clock, calendarOf, now));
    this.paused = { at: now, cause, reason };
    this.tell('lead.sla_paused');
  }

  resume(): void {
    const { calendarOf, now } = this.basis;
    for (const [kind, clock] of this.clocks) this.clocks.set(kind, resumedClock(clock, calendarOf, now));
    this.paused = undefined;
    this.tell('lead.sla_resumed');
  }

  check(): void {
    const { now } = this.basis;
    for (const [kind, clock] of this.clocks) {
      const due = dueOf(clock, now);
      if (due === 'breach') this.end(kind, { status: 'breached' }, now);
      if (due !== 'warning') continue;
      const warned = { ...clock, warnLeftMs: undefined, warnAt: undefined, warnedAt: now };
      this.clocks.set(kind, warned);
      this.tell('lead.sla_warned', warned);
    }
  }

  /** Kept, if the contact came before its time was over, whenever it is told. */
  meet(kind: SlaClockKind, at: number): void {
    const clock = this.live(kind);
    if (clock === undefined) return;
    if (dueOf(clock, at) === 'breach') this.end(kind, { status: 'breached' }, this.basis.now);
    else this.end(kind, { status: 'met' }, at);
  }

  forget(kind: SlaClockKind): void {
    if (this.clocks.get(kind)?.status !== 'breached') return;
    this.clocks.delete(kind);
    this.changed = true;
  }

  /** Stops the clock of the kind when it is not the one that the lead as it is asks for, and starts that one. */
  follow(kind: SlaClockKind): void {
    const { now, policy, calendarOf } = this.basis;
    const { ownerId } = this.lead;
    const live = this.live(kind);
    const wanted = this.isAsked(kind) ? this.ruleFor(kind) : undefined;
    if (live !== undefined) {
      const reason = this.reasonToStop(live, wanted);
      if (reason === undefined) return;
      if (reason === 'met') this.end(kind, { status: 'met' }, now);
      else this.end(kind, { status: 'cancelled', cancelReason: reason }, now);
    }
    if (wanted === undefined || !this.mayStart(kind)) return;
    const handoffId = kind === 'acceptance' ? this.lead.lifecycle?.handoff?.id : undefined;
    const paused = this.isPaused;
    const clock = startedClock(policy, wanted, { ownerId, handoffId }, calendarOf, { now, paused });
    this.clocks.set(kind, clock);
    this.tell('lead.sla_started', clock);
  }

  /** Whether the lead is in a state in which the promise is about something. */
  private isAsked(kind: SlaClockKind): boolean {
    const { category, lifecycle } = this.lead;
    // A parked lead keeps what it has; nothing new is promised.
    if (category === 'parked') return this.live(kind) !== undefined && kind !== 'acceptance';
    if (!OPEN_CATEGORIES.has(category)) return false;
    if (kind === 'acceptance') return lifecycle?.handoff?.status === 'offered';
    return (lifecycle?.firstContactAt === undefined) === (kind === 'first_touch');
  }

  private ruleFor(kind: SlaClockKind): SlaRule | undefined {
    const { rules } = this.basis.policy;
    // A lead that is parked keeps its clocks, whatever the rules say of parked leads.
    if (this.lead.category === 'parked') {
      const live = this.live(kind);
      return rules[kind].find(({ rule }) => rule.id === live?.ruleId)?.rule;
    }
    if (rules[kind].length === 0) return undefined;
    const subject = this.basis.subject();
    const found = rules[kind].find(({ holds }) => holds(subject))?.rule;
    // Nobody's hours do not pass.
    const nobodys = found?.hours === 'owner' && this.lead.ownerId === undefined;
    return nobodys && kind !== 'acceptance' ? undefined : found;
  }

  private reasonToStop(live: SlaClock, wanted: SlaRule | undefined): CancelReason | 'met' | undefined {
    const { category, ownerId, lifecycle } = this.lead;
    if (live.clock === 'acceptance') {
      const { handoff } = lifecycle ?? {};
      if (handoff?.id !== live.handoffId) return 'handoff_ended';
      if (handoff?.status === 'accepted') return 'met';
      if (handoff?.status !== 'offered') return 'handoff_ended';
    }
    if (category !== 'parked' && !OPEN_CATEGORIES.has(category)) return 'closed';
    if (live.hours === 'owner' && live.ownerId !== ownerId) return 'owner_changed';
    return wanted?.id === live.ruleId ? undefined : 'rule_changed';
  }

  /** A promise that was broken is made again to another owner, not to the same. */
  private mayStart(kind: SlaClockKind): boolean {
    const last = this.clocks.get(kind);
    if (last === undefined || this.lead.category === 'parked') return last === undefined;
    if (kind === 'acceptance')
      return last.handoffId !== this.lead.lifecycle?.handoff?.id || last.status === 'cancelled';
    const { ownerId } = this.lead;
    return last.status !== 'breached' || (ownerId !== undefined && ownerId !== last.ownerId);
  }

  private end(
    kind: SlaClockKind,
    how: { status: 'met' | 'breached' | 'cancelled'; cancelReason?: CancelReason },
    at: number,
  ) {
    const clock = this.clocks.get(kind);
    if (clock === undefined) return;
    const ended = endedClock(clock, { ...how, ownerId: this.lead.ownerId }, this.basis.calendarOf, at);
    this.clocks.set(kind, ended);
    this.tell(`lead.sla_${how.status}`, ended);
  }

  private tell(type: SlaEventType, clock?: SlaClock): void {
    this.changed = true;
    this.steps.push(clock === undefined ? { type } : { type, clock });
  }
}
