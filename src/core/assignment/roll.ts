import { burstAt, stillRecent } from './eligibility.js';
import type { RepFacts } from './reps.js';

export interface Seat {
  rep: RepFacts | undefined;
}

/**
 * The reps during one batch of leads, with what the batch has given and taken so far. Copies only whom it changes: a
 * thousand reps cost nothing until they are given leads.
 */
export class RepRoll {
  private readonly seats = new Map<string, Seat>();
  /** Whether somebody who had no room for a lead has some again. */
  hasRoomAgain = false;

  constructor(private readonly known: ReadonlyMap<string, RepFacts>) {}

  get(repId: string): RepFacts | undefined {
    return this.seats.get(repId)?.rep ?? this.known.get(repId);
  }

  /** Where the rep is found as it is at any time of the batch; undefined: nobody knows it. */
  seat(repId: string): Seat {
    let seat = this.seats.get(repId);
    if (seat === undefined) {
      seat = { rep: this.known.get(repId) };
      this.seats.set(repId, seat);
    }
    return seat;
  }

  /** Differences of a rep's open leads and their effort. */
  weigh(repId: string, leads: number, effort: number): void {
    const rep = this.get(repId);
    if (rep === undefined) return;
    const openLeads = Math.max(0, rep.openLeads + leads);
    const openEffort = Math.max(0, (rep.openEffort ?? 0) + effort);
    if (isFull(rep) && (leads < 0 || effort < 0)) this.hasRoomAgain = true;
    this.seat(repId).rep = { ...rep, openLeads, openEffort };
  }

  /** A lead given now counts towards caps. */
  remember(repId: string, now: number): void {
    const rep = this.get(repId);
    if (rep === undefined || (rep.dailyCap === undefined && burstAt(rep, now) === undefined)) return;
    this.seat(repId).rep = { ...rep, recent: [...stillRecent(rep, now), now] };
  }

  /** Whose memory of given leads has changed. */
  remembered(): { repId: string; recent: readonly number[] }[] {
    return [...this.seats].flatMap(([repId, { rep }]) =>
      rep?.recent === undefined || rep.recent === this.known.get(repId)?.recent ? [] : [{ repId, recent: rep.recent }],
    );
  }
}

/** Whether some lead might be too much for the rep: none weighs more than 100. */
const isFull = ({ capacity, openLeads, effortCapacity, openEffort = 0 }: RepFacts): boolean =>
  (capacity !== null && openLeads >= capacity) || (effortCapacity !== undefined && openEffort + 100 > effortCapacity);
