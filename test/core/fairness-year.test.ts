import fc from 'fast-check';
import t from 'tap';
import type { DecisionRecord } from '../../src/core/assignment/decision.js';
import { compileRoutingPolicy } from '../../src/core/assignment/policy.js';
import type { LedgerLine } from '../../src/core/assignment/pool.js';
import type { RepFacts } from '../../src/core/assignment/reps.js';
import { type AssignmentState, createAssignmentState } from '../../src/core/assignment/state.js';
import { compileCalendar, type TimeOff } from '../../src/core/calendar/calendar.js';
import { zoneOffsets } from '../../src/core/calendar/zone-offsets.js';
import type { Subject } from '../../src/core/conditions/subject.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 1, 9);
const TEAM = 'team';
const NAMED = ['r0', 'r1', 'r2', 'r3'];
/** A rep of the team that has left, and one that no rule names. */
const UNTOUCHED = ['gone', 'unfit'];
const UTC = zoneOffsets('UTC');

/** What can happen to a lead or a rep. Most of it returns a lead to the rules. */
const STEPS = [
  ...['give', 'give', 'give', 'give', 'close', 'reject', 'miss', 'withdraw', 'rerun', 'hand'],
  ...['recycle', 'return', 'leave', 'back', 'absence', 'capacity'],
] as const;
interface Step {
  what: (typeof STEPS)[number];
  who: number;
  which: number;
  hours: number;
}
const anyStep: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(...STEPS),
  who: fc.nat(NAMED.length - 1),
  which: fc.nat(1_000),
  hours: fc.constantFrom(0, 0, 1, 8, 24),
});

interface LeadOfYear {
  owner: string;
  declined: string[];
  record: DecisionRecord;
  isOpen: boolean;
  /** It counts in the ledger of the team. */
  isCounted: boolean;
}

interface Person {
  active: boolean;
  capacity: number | null;
  timeOff: TimeOff[];
  recent: readonly number[];
}

/** A team through a year. The state of a batch is made anew from what is stored whenever a rep changes, as each transaction does. */
class Year {
  now = START;
  /** Leads that the rules gave. */
  given = 0;
  readonly leads = new Map<string, LeadOfYear>();
  readonly people = new Map<string, Person>(
    NAMED.map((id) => [id, { active: true, capacity: null, timeOff: [], recent: [] }]),
  );
  /** The leads that the rotation gave one rep in a row, in leads beyond its share. */
  inRow = { repId: '', ahead: 0 };
  /** When leads were given by the rules to a rep within a day of its return. */
  readonly afterReturn: { repId: string; at: number }[] = [];
  state: AssignmentState;
  private ledgers: LedgerLine[] = [];

  constructor(private readonly weights: readonly number[]) {
    this.state = this.open();
  }

  get subject(): Subject {
    return { facts: { kind: 'person' }, engagement: [], now: this.now };
  }

  open(): AssignmentState {
    const reps = [...NAMED, ...UNTOUCHED].map((id): RepFacts => {
      const { active, capacity, timeOff, recent } = this.people.get(id) ?? {
        ...{ active: id === 'unfit', capacity: null, timeOff: [], recent: [] },
      };
      const openLeads = [...this.leads.values()].filter(({ owner, isOpen }) => isOpen && owner === id).length;
      const calendar = compileCalendar(UTC, undefined, new Set(), timeOff);
      return { id, name: id, active, capacity, openLeads, recent, calendar };
    });
    const members = reps.map(({ id }, index) => ({ repId: id, weight: this.weights[index] ?? 1 }));
    const rule = { id: 'rule', label: 'Rule', teamId: TEAM, repIds: NAMED };
    const state = createAssignmentState(compileRoutingPolicy({ rules: [rule] }, 1), {
      reps: new Map(reps.map((one) => [one.id, one])),
      teams: [{ id: TEAM, name: 'Team', active: true, members }],
      ledgers: this.ledgers,
    });
    for (const [leadId, { record, isCounted }] of this.leads) if (isCounted) state.setDecision(leadId, record);
    return state;
  }

  /** After a change of a rep. */
  reopen(): void {
    this.ledgers = this.state.changedLedgers();
    for (const { repId, recent } of this.state.changedRecent()) {
      const person = this.people.get(repId);
      if (person) person.recent = recent;
    }
    this.state = this.open();
    this.inRow = { repId: '', ahead: 0 };
  }

  isEligible(repId: string): boolean {
    const rep = this.state.rep(repId);
    if (rep === undefined || !rep.active || this.isAway(repId)) return false;
    return rep.capacity === null || rep.openLeads < rep.capacity;
  }

  isAway(repId: string): boolean {
    return (this.people.get(repId)?.timeOff ?? []).some(({ from, to }) => from <= this.now && this.now < to);
  }

  /** Whether the rep is within the time after an absence in which its leads are limited. */
  isBack(repId: string): boolean {
    const timeOff = this.people.get(repId)?.timeOff ?? [];
    return timeOff.some(({ from, to }) => to <= this.now && this.now < to + Math.min(to - from, DAY));
  }

  /** False when a rep gets more in a row than its share allows. */
  assign(leadId: string, declined: string[] = [], from?: string): boolean {
    const eligible = NAMED.filter((id) => this.isEligible(id) && id !== from && !declined.includes(id));
    const decision = this.state.assign(this.subject, { leadId, declined, from });
    if (decision.outcome !== 'assigned') {
      this.leads.delete(leadId);
      return true;
    }
    const { repId, record } = decision;
    const isCounted = record.stickiness === undefined;
    this.leads.set(leadId, { owner: repId, declined, record, isOpen: true, isCounted });
    // The former owner of a customer gets the lead outside the rotation.
    if (!isCounted) return true;
    this.given += 1;
    if (this.isBack(repId)) this.afterReturn.push({ repId, at: this.now });
    const weightOf = (id: string) => this.weights[NAMED.indexOf(id)] ?? 1;
    const share = weightOf(repId) / eligible.reduce((sum, id) => sum + weightOf(id), 0);
    // Who let leads go by stands back, so the shares are others.
    const isPlain = this.state.changedLedgers().every(({ missed = 0 }) => missed <= 1e-9);
    const ahead = (repId === this.inRow.repId && isPlain ? this.inRow.ahead : 0) + (isPlain ? 1 - share : 0);
    this.inRow = { repId, ahead };
    // A credit moves within (-1, 1), so no rep gets two leads more than its share in a row, also on return.
    return eligible.includes(repId) && ahead < 2;
  }

  takeBack(leadId: string, { owner, isCounted, isOpen }: LeadOfYear, isMissed = false): void {
    if (isCounted) this.state.takeBack({ leadId, ownerId: owner, teamId: TEAM, isMissed });
    if (isOpen) this.state.addLoad(owner, -1, 0);
    this.inRow = { repId: '', ahead: 0 };
  }

  /** Everything that an absent or departed rep owns goes to others. */
  reassign(repId: string): boolean {
    let isFair = true;
    for (const [leadId, lead] of [...this.leads]) {
      if (lead.owner !== repId || !lead.isOpen) continue;
      this.takeBack(leadId, lead);
      isFair = this.assign(leadId, [], repId) && isFair;
      this.inRow = { repId: '', ahead: 0 };
    }
    return isFair;
  }

  apply({ what, who, which, hours }: Step, index: number): boolean {
    this.now += hours * HOUR;
    const repId = NAMED[who] ?? 'r0';
    const person = this.people.get(repId);
    const known = [...this.leads].filter(([, { isOpen }]) => isOpen !== (what === 'recycle' || what === 'return'));
    const [leadId, lead] = known[which % Math.max(1, known.length)] ?? [];
    if (person && (what === 'leave' || what === 'back' || what === 'absence' || what === 'capacity')) {
      if (what === 'absence' && !this.isAway(repId)) {
        person.timeOff = [...person.timeOff, { from: this.now, to: this.now + (1 + (which % 14)) * DAY }];
      } else if (what === 'capacity') person.capacity = which % 3 === 0 ? null : 1 + (which % 6);
      else if (what !== 'absence') person.active = what === 'back';
      this.reopen();
      return what === 'leave' || what === 'absence' ? this.reassign(repId) : true;
    }
    if (what === 'give' || leadId === undefined || lead === undefined) return this.assign(`lead${index}`);
    if (what === 'close') {
      this.leads.set(leadId, { ...lead, isOpen: false });
      this.state.addLoad(lead.owner, -1, 0);
      return true;
    }
    if (what === 'rerun') {
      const { owner: ownerId, declined } = lead;
      const moved = this.state.rerun(this.subject, { leadId, ownerId, teamId: TEAM, declined });
      if (moved === undefined) return true;
      this.state.addLoad(ownerId, -1, 0);
      this.leads.set(leadId, { ...lead, owner: moved.repId, record: moved.record, isCounted: true });
      this.inRow = { repId: '', ahead: 0 };
      return NAMED.includes(moved.repId);
    }
    if (what === 'hand') {
      if (!this.isEligible(repId)) return true;
      this.takeBack(leadId, lead);
      const hand = { leadId, repId, teamId: TEAM, reason: 'asks' };
      const { record } = this.state.assignManually(this.subject, hand);
      this.leads.set(leadId, { ...lead, owner: repId, record, isCounted: true });
      return true;
    }
    if (what === 'recycle' || what === 'return') {
      const { owner } = lead;
      // An active owner keeps the lead that comes back; a customer's new lead goes to the rep who had the old one, outside the rotation.
      if (what === 'return') {
        const newId = `new${index}`;
        this.state.setFormerOwner(newId, owner);
        return this.assignFormer(newId, owner);
      }
      if (this.people.get(owner)?.active) {
        this.leads.set(leadId, { ...lead, isOpen: true });
        this.state.addLoad(owner, 1, 0);
        return true;
      }
      this.takeBack(leadId, lead);
      return this.assign(leadId, [], owner);
    }
    this.takeBack(leadId, lead, what === 'miss');
    if (what !== 'withdraw') return this.assign(leadId, [...lead.declined, lead.owner]);
    this.leads.delete(leadId);
    return true;
  }

  private assignFormer(leadId: string, owner: string): boolean {
    // A former owner without room does not get it.
    if (!this.isEligible(owner)) return this.assign(leadId);
    const decision = this.state.assign(this.subject, { leadId });
    if (decision.outcome !== 'assigned' || decision.repId !== owner) return false;
    this.leads.set(leadId, { owner, declined: [], record: decision.record, isOpen: true, isCounted: false });
    return true;
  }
}

t.test('through a year with returns of every kind no rep strays a lead, and who was not eligible is untouched', (t) => {
  let [widest, most] = [0, 0];
  let [given, days] = [Infinity, Infinity];
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 6, maxLength: 6 }),
      fc.array(anyStep, { minLength: 1_500, maxLength: 1_600 }),
      fc.boolean(),
      (weights, all, hasHand) => {
        const year = new Year(weights);
        // A person may give a lead to any rep, so the one that no rule names shares in leads by hand.
        const untouched = hasHand ? ['gone'] : UNTOUCHED;
        const steps = hasHand ? all : all.filter(({ what }) => what !== 'hand');
        for (const [index, step] of steps.entries()) {
          if (!year.apply(step, index)) return false;
          const lines = year.state.changedLedgers();
          widest = Math.max(widest, ...lines.map(({ credit }) => Math.abs(credit)));
          const sum = lines.reduce((total, { credit }) => total + credit, 0);
          const touched = lines.some(
            ({ repId, given: leads, credit }) => untouched.includes(repId) && (leads !== 0 || credit !== 0),
          );
          if (widest >= 1 || Math.abs(sum) > 1e-6 || touched) return false;
        }
        // The bound on catching up: ten leads in an hour for a rep who has just returned.
        for (const [start, { repId, at }] of year.afterReturn.entries()) {
          const within = year.afterReturn.slice(start).filter((one) => one.repId === repId && one.at < at + HOUR);
          most = Math.max(most, within.length);
        }
        given = Math.min(given, year.given);
        days = Math.min(days, (year.now - START) / DAY);
        return most <= 10;
      },
    ),
    // A year is not shrunk: that takes longer than reading it.
    { numRuns: 12, endOnFailure: true },
  );
  t.comment(`widest ${widest}, most in an hour after a return ${most}`);
  t.ok(days > 300, `${days} days`);
  t.ok(given > 200, `${given} leads in a year`);
  t.end();
});
