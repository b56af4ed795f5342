import type { DomainEvent } from '../events.js';
import type { Lead } from '../leads/lead.js';
import type { IngestResult, ReviewCommand } from './commands.js';
import { type DecisionBasis, decide } from './decide.js';
import type { Entry } from './entries.js';
import type { LeadTimers } from './lead-timers.js';
import type { OwnerCommand } from './owner-commands.js';
import { executeOwner, type OwnerBook } from './owner-desk.js';

interface Host {
  basis: DecisionBasis;
  now: number;
  timers: LeadTimers;
  find: (leadId: string) => Entry | undefined;
  advance: (entry: Entry, lead: Lead) => void;
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
        this.decideAgain(entryOf(lead), cause, emit, from);
        return entryOf(lead).lead;
      },
      correctTimers: (leadId) => timers.correct(leadId, find(leadId)?.lead),
      wakeQueue: (again) => timers.reviewQueue(again),
      emit,
    };
    return executeOwner(book, command);
  }

  private review({ leadId }: ReviewCommand, emit: (event: DomainEvent) => void): IngestResult {
    const entry = this.host.find(leadId);
    const { now, timers } = this.host;
    const reviewAt = entry?.lead.reviewAt;
    if (entry === undefined || reviewAt === undefined || reviewAt > now) {
      timers.correct(leadId, entry?.lead);
      return { type: 'review', changed: false };
    }
    return { type: 'review', changed: this.decideAgain(entry, 'decay', emit) };
  }

  /** Whoever knows this version knows all of it, unless deciding anew has changed something. */
  private decideAgain(entry: Entry, cause: string, emit: (event: DomainEvent) => void, from?: string): boolean {
    const { now, basis, advance } = this.host;
    const next = { ...entry.lead, version: entry.lead.version + 1, updatedAt: now };
    const { lead, events } = decide(basis, next, entry.engagement, { cause, isNew: false, now, from });
    advance(entry, events.length === 0 ? { ...entry.lead, reviewAt: lead.reviewAt } : lead);
    for (const event of events) emit(event);
    return events.length > 0;
  }
}
