import type { AssignmentState } from '../assignment/state.js';
import { type Lead, OPEN_CATEGORIES } from '../leads/lead.js';

/** Keeps the owners' counts of open leads in step with the leads. */
export class OpenLeads {
  /** Difference of each rep's count, made by all changes so far. */
  readonly differences = new Map<string, number>();

  constructor(private readonly assignment: AssignmentState) {}

  /** A lead was `before` and is `after`; undefined when it is new, or gone. */
  count(before: Lead | undefined, after: Lead | undefined): void {
    const [was, is] = [ownerOf(before), ownerOf(after)];
    if (was === is) return;
    if (was) this.differences.set(was, (this.differences.get(was) ?? 0) - 1);
    if (is) this.differences.set(is, (this.differences.get(is) ?? 0) + 1);
    if (was) this.assignment.release(was);
    // Whom the rotation has just given the lead, it has counted already.
    if (is && before?.ownerId === is) this.assignment.resume(is);
  }
}

function ownerOf(lead: Lead | undefined): string | undefined {
  return lead && OPEN_CATEGORIES.has(lead.category) ? lead.ownerId : undefined;
}
