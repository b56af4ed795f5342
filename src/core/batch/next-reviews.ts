import type { EngagementRecords } from './engagement-records.js';
import { type DecisionBasis, nextReviewAt } from './evaluation.js';
import type { LeadRecords } from './lead-records.js';
import type { LeadTimers } from './lead-timers.js';

interface Records {
  leads: LeadRecords;
  engagement: EngagementRecords;
  timers: LeadTimers;
}

/**
 * When leads are to be reviewed next. The search may take tens of milliseconds and no decision of the same instant depends
 * on it: a lead that is evaluated a thousand times in one transaction is searched for once, before it is written.
 */
export class NextReviews {
  private readonly due = new Set<string>();

  constructor(
    private readonly basis: DecisionBasis,
    private readonly now: number,
    private readonly records: Records,
  ) {}

  /** The lead was evaluated: its `reviewAt` is from before. */
  evaluated(leadId: string): void {
    this.due.add(leadId);
  }

  /** Leads whose `reviewAt` has to be found. */
  get dueIds(): string[] {
    return [...this.due];
  }

  find(leadId: string): void {
    const { leads, engagement, timers } = this.records;
    this.due.delete(leadId);
    const lead = leads.find(leadId);
    // A lead whose events are not evaluated yet is evaluated again before it is written.
    if (lead === undefined || engagement.isPending(leadId)) return;
    const reviewAt = nextReviewAt(this.basis, lead, leads.engagementOf(leadId), this.now);
    if (reviewAt === lead.reviewAt) return;
    leads.setReviewAt(leadId, reviewAt);
    timers.want(leadId, leads.get(leadId));
  }

  findAll(): void {
    for (const leadId of this.due) this.find(leadId);
  }
}
