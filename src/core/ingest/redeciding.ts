import type { DomainEvent } from '../events.js';
import type { Lead } from '../leads/lead.js';
import type { IngestResult, ReviewCommand } from './commands.js';
import { type DecideOptions, type DecisionBasis, decide, differences, isReviewDue } from './decide.js';
import { type Entry, type Extent, extentOf } from './entries.js';
import type { LeadTimers } from './lead-timers.js';
import type { OwnerCommand } from './owner-commands.js';
import { executeOwner, type OwnerBook } from './owner-desk.js';

interface Host {
  basis: DecisionBasis;
  now: number;
  timers: LeadTimers;
  find: (leadId: string) => Entry | undefined;
  advance: (entry: Entry, lead: Lead, extent?: Extent) => void;
}

/** Deciding again about leads whose facts have not changed: because time has passed, or their owner changes. */
export class Redeciding {
  private waiting: readonly string[] = [];

  constructor(private readonly host: Host) {}

  loadWaiting(leadIds: readonly string[]): void {
    this.waiting = leadIds;
  }

  execute(command: ReviewCommand | OwnerCommand, emit: (event: DomainEvent) => void): IngestResult {
    if (command.type === 'review') return this.review(command, emit);
    const { now, basis, timers, find } = this.host;
    const entryOf = (lead: Lead) => find(lead.id) as Entry;
    const book: OwnerBook = {
      now,
      assignment: basis.assignment,
      find: (leadId) => find(leadId)?.lead,
      waiting: () => this.waiting.flatMap((leadId) => find(leadId)?.lead ?? []),
      advance: (lead) => this.host.advance(entryOf(lead), lead),
      settle: (lead, cause, from) => {
        this.decideAgain(entryOf(lead), cause, emit, { from });
        return entryOf(lead).lead;
      },
      rerun: (lead) => {
        this.decideAgain(entryOf(lead), 'rerun', emit, { rerun: true });
        return entryOf(lead).lead;
      },
      correctTimers: (leadId) => timers.correct(leadId, find(leadId)?.lead),
      wakeQueue: (again) => timers.reviewQueue(again),
      emit,
    };
    return executeOwner(book, command);
  }

  private review({ leadId, cause }: ReviewCommand, emit: (event: DomainEvent) => void): IngestResult {
    const entry = this.host.find(leadId);
    const { now, basis, timers } = this.host;
    if (entry === undefined || !isReviewDue(basis, entry.lead, cause, now)) {
      if (cause === 'decay') timers.correct(leadId, entry?.lead);
      return { type: 'review', changed: false, scoreChanged: false, classChanged: false };
    }
    const before = entry.lead;
    const changed = this.decideAgain(entry, cause, emit);
    return { type: 'review', changed, ...differences(before, entry.lead) };
  }

  /** Whoever knows this version knows all of it, unless deciding anew has changed something. */
  private decideAgain(
    entry: Entry,
    cause: string,
    emit: (event: DomainEvent) => void,
    options: Pick<DecideOptions, 'from' | 'rerun'> = {},
  ): boolean {
    const { now, basis, advance } = this.host;
    const before = entry.lead;
    const next = { ...before, version: before.version + 1, updatedAt: now };
    const { lead, events } = decide(basis, next, entry.engagement, { cause, isNew: false, now, ...options });
    const { reviewAt, nextEligibleAt, effort } = lead;
    if (events.length === 0) {
      const same = reviewAt === before.reviewAt && nextEligibleAt === before.nextEligibleAt && effort === before.effort;
      if (!same) advance(entry, { ...before, reviewAt, nextEligibleAt, effort });
    } else advance(entry, lead, cause === 'publish' ? extentOf(entry, lead) : 'row');
    for (const event of events) emit(event);
    return events.length > 0;
  }
}
