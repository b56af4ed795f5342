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
 * The next review of each lead. The search may take tens of milliseconds, and no decision at the same instant depends on it: a
 * lead that is evaluated a thousand times in one transaction is searched once, before it is written.
 */
export class NextReviews {
  private readonly due = new Set<string>();

  constructor(
    private readonly basis: DecisionBasis,
    private readonly now: number,
    private readonly records: Records,
  ) {}

  /** The lead was evaluated, so its `reviewAt` is outdated. */
  evaluated(leadId: string): void {
    this.due.add(leadId);
  }

  /** Leads whose `reviewAt` is outdated. */
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
