import type { Roster } from './decision.js';
import { burstAt, stillRecent } from './eligibility.js';
import type { RepFacts } from './reps.js';

/** The current version of a rep during a batch. It stays the same object while `rep` is replaced. */
export interface RepSlot {
  rep: RepFacts | undefined;
}

/**
 * The reps during one batch of leads, with the changes of the batch so far. Only changed reps are copied: a thousand reps
 * cost nothing until they are given leads.
 */
export class BatchReps {
  private readonly slots = new Map<string, RepSlot>();
  /** Reps who were at a limit and lost a lead since. */
  private readonly freed = new Set<string>();

  private roster: Roster | undefined;

  constructor(private readonly initial: ReadonlyMap<string, RepFacts>) {}

  get(repId: string): RepFacts | undefined {
    return this.slots.get(repId)?.rep ?? this.initial.get(repId);
  }

  /** All active reps, in the order of their ids, without a team. */
  get active(): Roster {
    this.roster ??= {
      members: [...this.initial.values()]
        .filter(({ active }) => active)
        .map(({ id, capacity }) => ({ repId: id, weight: 1, capacity }))
        .sort((a, b) => (a.repId < b.repId ? -1 : 1)),
    };
    return this.roster;
  }

  /** The slot that holds the current version of the rep; its `rep` is undefined for an unknown id. */
  slot(repId: string): RepSlot {
    let slot = this.slots.get(repId);
    if (slot === undefined) {
      slot = { rep: this.initial.get(repId) };
      this.slots.set(repId, slot);
    }
    return slot;
  }

  /** Adds to a rep's open leads and their effort; negative numbers subtract. */
  addLoad(repId: string, leads: number, effort: number): void {
    const rep = this.get(repId);
    if (rep === undefined) return;
    const openLeads = Math.max(0, rep.openLeads + leads);
    const openEffort = Math.max(0, (rep.openEffort ?? 0) + effort);
    if (isFull(rep) && (leads < 0 || effort < 0)) this.freed.add(repId);
    this.slot(repId).rep = { ...rep, openLeads, openEffort };
  }

  /** From now on every active rep with room counts as one who has room again: hours, skills, teams or rules may have changed. */
  openToAll(): void {
    for (const repId of this.initial.keys()) this.freed.add(repId);
  }

  /** Whether a rep who was at a limit can take leads again, so that waiting leads should be tried. */
  get hasRoomAgain(): boolean {
    for (const repId of this.freed) {
      const rep = this.get(repId);
      if (rep?.active && !isAtLimit(rep)) return true;
    }
    return false;
  }

  /** The leads that waited for room have been tried. */
  forgetRoom(): void {
    this.freed.clear();
  }

  /** Counts a lead given at `now` towards the rep's caps. */
  countGiven(repId: string, now: number): void {
    const rep = this.get(repId);
    if (rep === undefined || (rep.dailyCap === undefined && burstAt(rep, now) === undefined)) return;
    this.slot(repId).rep = { ...rep, recent: [...stillRecent(rep, now), now] };
  }

  /** Reps whose `recent` has changed, with the instants to store. */
  changedRecent(): { repId: string; recent: readonly number[] }[] {
    return [...this.slots].flatMap(([repId, { rep }]) =>
      rep?.recent === undefined || rep.recent === this.initial.get(repId)?.recent
        ? []
        : [{ repId, recent: rep.recent }],
    );
  }
}

/** Whether some lead would exceed a limit of the rep. No lead has more than 100 units of effort. */
const isFull = ({ capacity, openLeads, effortCapacity, openEffort = 0 }: RepFacts): boolean =>
  (capacity !== null && openLeads >= capacity) || (effortCapacity !== undefined && openEffort + 100 > effortCapacity);

/** Whether the rep can take no lead at all. */
const isAtLimit = ({ capacity, openLeads, effortCapacity, openEffort = 0 }: RepFacts): boolean =>
  (capacity !== null && openLeads >= capacity) || (effortCapacity !== undefined && openEffort >= effortCapacity);
