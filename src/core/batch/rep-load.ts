import { openEffortOf } from '../assignment/effort.js';
import type { AssignmentState } from '../assignment/state.js';
import { type Lead, OPEN_CATEGORIES } from '../leads/lead.js';

export interface LoadDifference {
  leads: number;
  effort: number;
}

/** Keeps the number of open leads and the effort of each owner in step with the leads. */
export class RepLoad {
  /** Difference of each rep's load, made by all changes so far. */
  readonly differences = new Map<string, LoadDifference>();

  constructor(private readonly assignment: AssignmentState) {}

  /** Counts a change of a lead from `before` to `after`; undefined when it is new, or removed. */
  count(before: Lead | undefined, after: Lead | undefined): void {
    const [was, is] = [ownerOf(before), ownerOf(after)];
    const [had, has] = [openEffortOf(before), openEffortOf(after)];
    if (was === is && had === has) return;
    if (was !== undefined && was === is) {
      this.move(was, 0, has - had);
      this.assignment.addLoad(was, 0, has - had);
      return;
    }
    if (was !== undefined) {
      this.move(was, -1, -had);
      this.assignment.addLoad(was, -1, -had);
    }
    if (is === undefined) return;
    this.move(is, 1, has);
    // The decision that assigned the lead has already counted it for its new owner.
    if (before?.ownerId === is) this.assignment.addLoad(is, 1, has);
  }

  private move(repId: string, leads: number, effort: number): void {
    const before = this.differences.get(repId);
    this.differences.set(repId, { leads: (before?.leads ?? 0) + leads, effort: (before?.effort ?? 0) + effort });
  }
}

function ownerOf(lead: Lead | undefined): string | undefined {
  return lead && OPEN_CATEGORIES.has(lead.category) ? lead.ownerId : undefined;
}
