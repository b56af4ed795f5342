import { type Lead, OPEN_CATEGORIES, openSince } from '../leads/lead.js';
import { type CancelReason, SLA_CLOCKS, type Sla, type SlaClock, type SlaClockKind } from '../leads/sla.js';
import type { SlaBasis, SlaChange, SlaEventType, SlaStep } from './changes.js';
import {
  dueOf,
  endedClock,
  followedClocks,
  isLive,
  nextCheck,
  pausedClock,
  restatedClock,
  resumedClock,
  startedClock,
} from './clock.js';
import type { SlaRule } from './policy.js';

/** Updates the clocks to the current lead: stops clocks that no longer apply and starts those that do. */
export function followClocks(lead: Lead, basis: SlaBasis): SlaChange | undefined {
  const { rules } = basis.policy;
  const before = lead.lifecycle?.sla;
  const hasNoRules = rules.first_touch.length + rules.acceptance.length + rules.next_touch.length === 0;
  if (before === undefined && hasNoRules) return undefined;
  const update = new ClockUpdate(before ?? { clocks: [] }, lead, basis);
  update.followPark();
  for (const kind of SLA_CLOCKS) update.follow(kind);
  return update.change();
}

/** Pauses all running clocks until `resumeClocks`. */
export function pauseClocks(lead: Lead, basis: SlaBasis, reason: string): SlaChange | undefined {
  const update = new ClockUpdate(lead.lifecycle?.sla ?? { clocks: [] }, lead, basis);
  if (update.isPaused) return undefined;
  update.pause('request', reason);
  return update.change();
}

/** Resumes the paused clocks with the time left. */
export function resumeClocks(lead: Lead, basis: SlaBasis): SlaChange | undefined {
  const sla = lead.lifecycle?.sla;
  if (sla?.paused?.cause !== 'request') return undefined;
  const update = new ClockUpdate(sla, lead, basis);
  update.resume();
  update.followPark();
  return update.change();
}

/** The timer of the clocks fired: records warnings and breaches that are due, and sets the next check. */
export function checkClocks(lead: Lead, basis: SlaBasis): SlaChange | undefined {
  const sla = lead.lifecycle?.sla;
  if (sla === undefined) return undefined;
  const update = new ClockUpdate(sla, lead, basis);
  update.check();
  return update.change();
}

/**
 * A rep contacted the lead at `at`, which may lie before now: meets the clocks of touches, restates those that ended before the
 * contact was recorded, and starts the clock of the next touch from this contact on.
 */
export function meetTouches(lead: Lead, basis: SlaBasis, at: number): SlaChange | undefined {
  const sla = lead.lifecycle?.sla;
  if (sla === undefined && basis.policy.rules.next_touch.length === 0) return undefined;
  const update = new ClockUpdate(sla ?? { clocks: [] }, lead, basis);
  const last = update.last('next_touch');
  const isNext = last === undefined ? lead.lifecycle?.firstContactAt === undefined : last.startedAt <= at;
  for (const kind of ['first_touch', 'next_touch'] as const) {
    if (update.live(kind)) update.meet(kind, at);
    else update.restate(kind, at);
  }
  update.restateFollowed(at);
  if (isNext) update.startNextTouch(at);
  return update.change();
}

class ClockUpdate {
  private readonly steps: SlaStep[] = [];
  private readonly clocks: Map<SlaClockKind, SlaClock>;
  private paused: Sla['paused'];
  private followed: SlaClock[];
  private changed = false;

  constructor(
    sla: Sla,
    private readonly lead: Lead,
    private readonly basis: SlaBasis,
  ) {
    this.clocks = new Map(sla.clocks.map((clock) => [clock.clock, clock]));
    this.paused = sla.paused;
    this.followed = sla.followed ?? [];
  }

  get isPaused(): boolean {
    return this.paused !== undefined;
  }

  change(): SlaChange | undefined {
    if (!this.changed) return undefined;
    const clocks = [...this.clocks.values()];
    const followed = this.followed.length > 0 ? this.followed : undefined;
    return { sla: { clocks, followed, paused: this.paused, dueAt: nextCheck(clocks) }, steps: this.steps };
  }

  last(kind: SlaClockKind): SlaClock | undefined {
    return this.clocks.get(kind);
  }

  live(kind: SlaClockKind): SlaClock | undefined {
    const clock = this.clocks.get(kind);
    return clock !== undefined && isLive(clock) ? clock : undefined;
  }

  /** Pauses the clocks while the lead is parked. */
  followPark(): void {
    const parked = this.lead.category === 'parked';
    const hasLive = [...this.clocks.values()].some(isLive);
    if (parked && hasLive && this.paused === undefined) this.pause('parked');
    if (!parked && this.paused?.cause === 'parked') this.resume();
  }

  pause(cause: 'request' | 'parked', reason?: string): void {
    const { calendarOf, now } = this.basis;
    // Records due breaches first, even if the timer has not fired yet.
    this.check();
    for (const [kind, clock] of this.clocks) this.clocks.set(kind, pausedClock(clock, calendarOf, now));
    this.paused = { at: now, cause, reason };
    this.record('lead.sla_paused');
  }

  resume(): void {
    const { calendarOf, now } = this.basis;
    for (const [kind, clock] of this.clocks) this.clocks.set(kind, resumedClock(clock, calendarOf, now));
    this.paused = undefined;
    this.record('lead.sla_resumed');
  }

  check(): void {
    const { now } = this.basis;
    for (const [kind, clock] of this.clocks) {
      const due = dueOf(clock, now);
      if (due === 'breach') this.end(kind, { status: 'breached' }, now);
      if (due !== 'warning') continue;
      const warned = { ...clock, warnLeftMs: undefined, warnAt: undefined, warnedAt: now };
      this.clocks.set(kind, warned);
      this.record('lead.sla_warned', warned);
    }
  }

  /** Meets the clock if the contact was before its deadline, even if it is recorded later. A contact before its start does not. */
  meet(kind: SlaClockKind, at: number): void {
    const clock = this.live(kind);
    if (clock === undefined || at < clock.startedAt) return;
    if (dueOf(clock, at) === 'breach') this.end(kind, { status: 'breached' }, this.basis.now);
    else this.end(kind, { status: 'met' }, at);
  }

  /** Restates the ended clock of the kind by a contact that is recorded late. */
  restate(kind: SlaClockKind, at: number): void {
    const clock = this.clocks.get(kind);
    const restated = clock && restatedClock(clock, this.basis.calendarOf, at);
    if (restated === undefined) return;
    this.clocks.set(kind, restated);
    this.record('lead.sla_restated', restated, clock);
  }

  /** The same for breached clocks of the first touch that others have followed. */
  restateFollowed(at: number): void {
    this.followed = this.followed.filter((clock) => {
      const restated = restatedClock(clock, this.basis.calendarOf, at);
      if (restated) this.record('lead.sla_restated', restated, clock);
      return restated === undefined;
    });
  }

  /** Starts the clock of the next touch at the contact, unless it was before history that came with the lead. */
  startNextTouch(at: number): void {
    const { category, lifecycle } = this.lead;
    const { historyAt = -1 } = lifecycle ?? {};
    const rule = OPEN_CATEGORIES.has(category) && historyAt < at ? this.ruleFor('next_touch') : undefined;
    if (rule !== undefined) this.start(rule, at);
  }

  /** Stops the clock of the kind if it does not apply to the current lead, and starts the one that does. */
  follow(kind: SlaClockKind): void {
    const { now } = this.basis;
    const live = this.live(kind);
    const rule = this.isApplicable(kind) ? this.ruleFor(kind) : undefined;
    if (live !== undefined) {
      const reason = this.reasonToStop(live, rule);
      if (reason === undefined) return;
      if (reason === 'met') this.end(kind, { status: 'met' }, now);
      else this.end(kind, { status: 'cancelled', cancelReason: reason }, now);
    }
    if (rule === undefined || !this.mayStart(kind) || (kind !== 'acceptance' && this.isPast())) return;
    this.start(rule, now);
  }

  private start(rule: SlaRule, at: number): void {
    const { clock: kind } = rule;
    const { ownerId, lifecycle } = this.lead;
    const handoffId = kind === 'acceptance' ? lifecycle?.handoff?.id : undefined;
    const { policy, calendarOf } = this.basis;
    const clock = startedClock(policy, rule, { ownerId, handoffId }, calendarOf, { now: at, paused: this.isPaused });
    if (kind === 'first_touch') {
      this.followed = followedClocks(this.followed, this.clocks.get(kind), openSince(this.lead));
    }
    this.clocks.set(kind, clock);
    this.record('lead.sla_started', clock);
  }

  /** Whether clocks of the kind apply to the state of the lead. */
  private isApplicable(kind: SlaClockKind): boolean {
    const { category, lifecycle } = this.lead;
    // A parked lead keeps its clocks and gets no new ones.
    if (category === 'parked') return this.live(kind) !== undefined && kind !== 'acceptance';
    if (!OPEN_CATEGORIES.has(category)) return false;
    if (kind === 'acceptance') return lifecycle?.handoff?.status === 'offered';
    return (lifecycle?.firstContactAt === undefined) === (kind === 'first_touch');
  }

  private ruleFor(kind: SlaClockKind): SlaRule | undefined {
    const { rules } = this.basis.policy;
    // A parked lead keeps its clocks, whatever the rules say about parked leads.
    if (this.lead.category === 'parked') {
      const live = this.live(kind);
      return rules[kind].find(({ rule }) => rule.id === live?.ruleId)?.rule;
    }
    if (rules[kind].length === 0) return undefined;
    const subject = this.basis.subject();
    const found = rules[kind].find(({ holds }) => holds(subject))?.rule;
    // A clock with hours of the owner cannot run without an owner.
    const lacksOwner = found?.hours === 'owner' && this.lead.ownerId === undefined;
    return lacksOwner && kind !== 'acceptance' ? undefined : found;
  }

  private reasonToStop(live: SlaClock, rule: SlaRule | undefined): CancelReason | 'met' | undefined {
    const { category, ownerId, lifecycle } = this.lead;
    if (live.clock === 'acceptance') {
      const { handoff } = lifecycle ?? {};
      if (handoff?.id !== live.handoffId) return 'handoff_ended';
      if (handoff?.status === 'accepted') return 'met';
      if (handoff?.status !== 'offered') return 'handoff_ended';
    }
    if (category !== 'parked' && !OPEN_CATEGORIES.has(category)) return 'closed';
    if (live.hours === 'owner' && live.ownerId !== ownerId) return 'owner_changed';
    return rule?.id === live.ruleId ? undefined : 'rule_changed';
  }

  /** Whether the lead came with its history, and has been neither worked on nor reopened since. */
  private isPast(): boolean {
    const { historyAt = -1, lastActivityAt = 0 } = this.lead.lifecycle ?? {};
    return historyAt >= Math.max(openSince(this.lead), lastActivityAt);
  }

  /** Whether a clock may start: after a breach only for another owner, or once the lead was opened again. */
  private mayStart(kind: SlaClockKind): boolean {
    const last = this.clocks.get(kind);
    if (last === undefined || this.lead.category === 'parked') return last === undefined;
    if (kind === 'acceptance')
      return last.handoffId !== this.lead.lifecycle?.handoff?.id || last.status === 'cancelled';
    const { ownerId } = this.lead;
    if (last.startedAt < openSince(this.lead)) return true;
    return last.status !== 'breached' || (ownerId !== undefined && ownerId !== last.ownerId);
  }

  private end(
    kind: SlaClockKind,
    ending: { status: 'met' | 'breached' | 'cancelled'; cancelReason?: CancelReason },
    at: number,
  ) {
    const clock = this.clocks.get(kind);
    if (clock === undefined) return;
    const ended = endedClock(clock, { ...ending, ownerId: this.lead.ownerId }, this.basis.calendarOf, at);
    this.clocks.set(kind, ended);
    this.record(`lead.sla_${ending.status}`, ended);
  }

  private record(type: SlaEventType, clock?: SlaClock, before?: SlaClock): void {
    this.changed = true;
    this.steps.push({ type, ...(clock && { clock }), ...(before && { before }) });
  }
}
