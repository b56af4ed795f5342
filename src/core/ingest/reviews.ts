import { type DecisionBasis, nextReviewAt } from './decide.js';
import type { Entry } from './entries.js';
import type { LeadTimers } from './lead-timers.js';

interface Host {
  basis: DecisionBasis;
  now: number;
  find: (leadId: string) => Entry | undefined;
  timers: LeadTimers;
}

/**
 * Finds when leads are to be reviewed. The search may take tens of milliseconds and no decision of the same instant depends
 * on it: a lead that is decided about a thousand times in one transaction is searched for once, before it is written.
 */
export class Reviews {
  private readonly open = new Set<string>();

  constructor(private readonly host: Host) {}

  /** The lead was decided about: its `reviewAt` is from before. */
  decided(leadId: string): void {
    this.open.add(leadId);
  }

  /** Leads whose `reviewAt` is to be found. */
  get openIds(): string[] {
    return [...this.open];
  }

  find(leadId: string): void {
    const { basis, now, find, timers } = this.host;
    this.open.delete(leadId);
    const entry = find(leadId);
    // It is decided about again before it is written.
    if (entry === undefined || entry.isUndecided) return;
    const reviewAt = nextReviewAt(basis, entry.lead, entry.engagement, now);
    if (reviewAt === entry.lead.reviewAt) return;
    entry.lead = { ...entry.lead, reviewAt };
    timers.want(leadId, entry.lead);
  }

  findAll(): void {
    for (const leadId of this.open) this.find(leadId);
  }
}
