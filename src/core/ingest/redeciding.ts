import { type Subject, subjectNow } from '../conditions/subject.js';
import type { DomainEvent } from '../events.js';
import type { Lead } from '../leads/lead.js';
import type { LifecycleCommand } from '../lifecycle/commands.js';
import { executeLifecycle, isLifecycleCommand } from '../lifecycle/desk.js';
import type { LifecycleBook } from '../lifecycle/lifecycle-book.js';
import { react } from '../lifecycle/reactions.js';
import type { NewTouch } from './changes.js';
import type { IngestResult, MoveCommand, ReleaseCommand, ReviewCommand } from './commands.js';
import { type DecideOptions, type DecisionBasis, decide, differences, isReviewDue } from './decide.js';
import { type Entry, type Extent, extentOf } from './entries.js';
import type { LeadTimers } from './lead-timers.js';
import { type CategoryMove, isMoved } from './moving.js';
import type { OwnerCommand } from './owner-commands.js';
import { executeOwner } from './owner-desk.js';
import type { Reviews } from './reviews.js';
import type { WorkRecords } from './work-records.js';

type RedecidingCommand = MoveCommand | ReleaseCommand | ReviewCommand | OwnerCommand | LifecycleCommand;
type Emit = (event: DomainEvent) => void;

interface Host {
  basis: DecisionBasis;
  now: number;
  newId: () => string;
  timers: LeadTimers;
  reviews: Reviews;
  work: WorkRecords;
  find: (leadId: string) => Entry | undefined;
  advance: (entry: Entry, lead: Lead, extent?: Extent) => void;
  recordTouch: (touch: NewTouch) => void;
}

/** Deciding again about leads whose facts have not changed: because time has passed, or their owner changes. */
export class Redeciding {
  private waiting: readonly string[] = [];

  constructor(private readonly host: Host) {}

  loadWaiting(leadIds: readonly string[]): void {
    this.waiting = leadIds;
  }

  execute(command: RedecidingCommand, emit: Emit): IngestResult {
    if (command.type === 'review') return this.review(command, emit);
    if (command.type === 'move' || command.type === 'release') return this.moveCategory(command, emit);
    const book = this.bookFor(emit);
    return isLifecycleCommand(command) ? executeLifecycle(book, command) : executeOwner(book, command);
  }

  private bookFor(emit: Emit): LifecycleBook {
    const { now, newId, basis, timers, work, find, advance, recordTouch } = this.host;
    const entryOf = (lead: Lead) => find(lead.id) as Entry;
    return {
      now,
      newId,
      work,
      assignment: basis.assignment,
      lifecycle: basis.lifecycle,
      basis,
      engagementOf: (leadId) => find(leadId)?.engagement ?? [],
      find: (leadId) => find(leadId)?.lead,
      waiting: () => this.waiting.flatMap((leadId) => find(leadId)?.lead ?? []),
      advance: (lead) => advance(entryOf(lead), lead),
      settle: (lead, cause, from, move) => {
        this.decideAgain(entryOf(lead), { cause, from, move }, emit);
        return entryOf(lead).lead;
      },
      rerun: (lead) => {
        this.decideAgain(entryOf(lead), { cause: 'rerun', rerun: true }, emit);
        return entryOf(lead).lead;
      },
      correctTimers: (leadId) => timers.correct(leadId, find(leadId)?.lead),
      subject: (lead) => this.subjectOf(entryOf(lead)),
      recordTouch,
      wakeQueue: (again) => timers.reviewQueue(again),
      emit,
    };
  }

  private subjectOf({ lead, engagement }: Entry): Subject {
    const { basis, now } = this.host;
    return subjectNow(lead, { source: basis.sourceOf(lead), engagement, now });
  }

  private moveCategory(command: MoveCommand | ReleaseCommand, emit: Emit): IngestResult {
    const entry = this.host.find(command.leadId) as Entry;
    const { type } = command;
    if (!isMoved(entry.lead, command)) return { type, changed: false, lead: entry.lead };
    const move: CategoryMove = command.type === 'move' ? { ...command, at: this.host.now } : command;
    this.decideAgain(entry, { cause: type === 'move' ? 'manual' : 'release', move }, emit);
    return { type, changed: true, lead: entry.lead };
  }

  private review({ leadId, cause }: ReviewCommand, emit: Emit): IngestResult {
    const entry = this.host.find(leadId);
    const { timers } = this.host;
    if (entry === undefined || !this.isDue(entry, cause)) {
      if (cause === 'decay') timers.correct(leadId, entry?.lead);
      return { type: 'review', changed: false, scoreChanged: false, classChanged: false };
    }
    const before = entry.lead;
    const changed = this.decideAgain(entry, { cause }, emit);
    return { type: 'review', changed, ...differences(before, entry.lead) };
  }

  /** A publication is also about leads of whose lifecycle it makes something else. */
  private isDue(entry: Entry, cause: ReviewCommand['cause']): boolean {
    const { now, basis } = this.host;
    const { lead, engagement } = entry;
    if (isReviewDue(basis, lead, cause, now)) return true;
    if (cause !== 'publish' || !(basis.lifecycle.reacts || lead.lifecycle)) return false;
    return react({ before: lead, lead, engagement, basis, now }) !== undefined;
  }

  /** Whoever knows this version knows all of it, unless deciding anew has changed something. */
  private decideAgain(entry: Entry, why: Omit<DecideOptions, 'isNew' | 'now'>, emit: Emit): boolean {
    const { now, basis, reviews, advance } = this.host;
    const before = entry.lead;
    const next = { ...before, version: before.version + 1, updatedAt: now };
    const { lead, events } = decide(basis, next, entry.engagement, { ...why, isNew: false, now });
    const { nextEligibleAt, effort } = lead;
    const changed = events.length > 0;
    // Of the many leads that a rerun leaves as they are, none needs to be written.
    const isWritten = changed || !why.rerun || effort !== before.effort || nextEligibleAt !== before.nextEligibleAt;
    if (changed) advance(entry, lead, why.cause === 'publish' ? extentOf(entry, lead) : 'row');
    else if (isWritten) advance(entry, { ...before, nextEligibleAt, effort });
    if (isWritten) reviews.decided(before.id);
    for (const event of events) emit(event);
    return changed;
  }
}
