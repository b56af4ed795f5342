import { openEffortOf } from '../assignment/effort.js';
import type { AssignmentState } from '../assignment/state.js';
import { type Subject, subjectNow } from '../conditions/subject.js';
import { isContactKey } from '../consents/consent.js';
import type { EngagementFact } from '../engagement.js';
import type { EventCause } from '../events/events.js';
import { type LeadEventDraft, lifecycleEvent, withSections } from '../events/lead-events.js';
import { blocksChannel } from '../leads/channels.js';
import { matchKeysOf } from '../leads/keys.js';
import { type Lead, OPEN_CATEGORIES } from '../leads/lead.js';
import { isClosing, isOpening } from '../lifecycle/closing.js';
import type { Guarded } from '../lifecycle/guards.js';
import type { Sources } from '../sources.js';
import { ActivityRecords } from './activity-records.js';
import type { Changes, Emit, RemovedLead } from './changes.js';
import { ConsentRecords } from './consent-records.js';
import { EngagementRecords } from './engagement-records.js';
import { type DecisionBasis, type Evaluation, evaluateLead, exactNow } from './evaluation.js';
import { JobRecords } from './job-records.js';
import { KnownPast } from './known-past.js';
import { type Extent, LeadRecords } from './lead-records.js';
import { LeadTimers } from './lead-timers.js';
import { NextReviews } from './next-reviews.js';
import { OutcomeRecords } from './outcome-records.js';
import { ReferralRecords } from './referral-records.js';
import { type LoadDifference, RepLoad } from './rep-load.js';
import { SalesRecords } from './sales-records.js';
import { TaskRecords } from './task-records.js';
import { TouchRecords } from './touch-records.js';
import { VisitorRecords } from './visitor-records.js';

export interface BatchOptions {
  basis: DecisionBasis;
  sources: Sources;
  /** Epoch milliseconds. */
  now: number;
  newId: () => string;
}

/** The result of most commands about a lead. */
export interface ChangedLead {
  changed: boolean;
  lead: Lead;
}

/** The result of commands of timers and jobs; the lead may no longer exist. */
export interface LeadResult {
  changed: boolean;
  lead?: Lead | undefined;
}

/** Why an unchanged lead is evaluated again. */
export type Reevaluation = Omit<Evaluation, 'isNew' | 'now'>;

/**
 * The unit of work: the records of a run of commands, in memory. Every command sees the effects of those before it, as if each
 * had its own transaction. Load the stored records, apply commands, save what `takeChanges` returns.
 */
export class Batch {
  readonly basis: DecisionBasis;
  readonly sources: Sources;
  readonly now: number;
  readonly newId: () => string;
  readonly leads = new LeadRecords();
  readonly engagement = new EngagementRecords();
  readonly activities = new ActivityRecords();
  readonly consents = new ConsentRecords();
  /** Suppressed values of the submissions of the batch: kind and value, separated by `|`. */
  readonly suppressions = new Set<string>();
  readonly tasks = new TaskRecords();
  readonly touches = new TouchRecords();
  /** What leads have been through, of leads whose history is recorded. */
  readonly known = new KnownPast();
  readonly jobs = new JobRecords();
  readonly outcomes: OutcomeRecords;
  readonly referrals = new ReferralRecords();
  readonly visitors = new VisitorRecords();
  /** Waiting submissions of forms that commands confirm. */
  private confirmedIds: string[] = [];
  /** Customers, deals and conversions. */
  readonly sales = new SalesRecords();
  readonly timers = new LeadTimers();
  readonly reviews: NextReviews;
  private readonly repLoad: RepLoad;
  private removed: RemovedLead[] = [];
  /** Leads whose changes no reaction has processed yet, in their state before the change; undefined: the lead is new. */
  private unreacted = new Map<string, Lead | undefined>();
  private emitter: Emit | undefined;

  constructor({ basis, sources, now, newId }: BatchOptions) {
    this.basis = basis;
    this.sources = sources;
    this.now = now;
    this.newId = newId;
    this.repLoad = new RepLoad(basis.assignment);
    this.outcomes = new OutcomeRecords(newId);
    this.reviews = new NextReviews(basis, now, this);
  }

  get assignment(): AssignmentState {
    return this.basis.assignment;
  }

  /** Difference of each rep's load, made by all commands so far. */
  get loadDifferences(): ReadonlyMap<string, LoadDifference> {
    return this.repLoad.differences;
  }

  loadLead(lead: Lead, engagement: Parameters<LeadRecords['load']>[1]): void {
    if (this.leads.has(lead.id)) return;
    this.leads.load(lead, engagement);
    this.timers.load(lead);
  }

  /** The receiver of the following events; set for each request, because each has its own origin. */
  emitTo(emitter: Emit): void {
    this.emitter = emitter;
  }

  get emit(): Emit {
    if (this.emitter === undefined) throw new Error('the batch has no receiver of events');
    return this.emitter;
  }

  insert(lead: Lead): void {
    this.leads.insert(lead);
    if (this.basis.lifecycle.reacts) this.unreacted.set(lead.id, undefined);
  }

  /**
   * Inserts an evaluated lead as its history left it. It counts in the load of its owner, whatever the limits of that rep, and no reaction
   * follows.
   */
  insertEvaluated(lead: Lead, engagement: readonly EngagementFact[]): void {
    this.leads.insert(lead);
    this.leads.setEngagement(lead.id, engagement);
    this.repLoad.count(undefined, lead);
    if (lead.ownerId !== undefined && OPEN_CATEGORIES.has(lead.category)) {
      this.assignment.addLoad(lead.ownerId, 1, openEffortOf(lead));
    }
    this.timers.want(lead.id, lead);
    this.reviews.evaluated(lead.id);
  }

  /** Stores the next state of the lead and updates reactions, the load of reps and timers. */
  put(lead: Lead, extent: Extent = 'row'): void {
    this.noteChange(this.leads.get(lead.id), lead);
    this.putQuietly(lead, extent);
  }

  /** The same without reactions to the change. */
  putQuietly(lead: Lead, extent: Extent = 'row'): void {
    this.repLoad.count(this.leads.get(lead.id), lead);
    this.timers.want(lead.id, lead);
    this.leads.put(lead, extent);
  }

  /** Makes the next version of the lead, with the sections of the draft, and emits its event. */
  record(lead: Lead, draft: LeadEventDraft): Lead {
    const next = withSections({ ...lead, version: lead.version + 1, updatedAt: this.now }, draft.sections);
    this.put(next);
    this.emit(lifecycleEvent(next, draft));
    return next;
  }

  /** A waiting submission of a form became a touch. */
  confirm(submissionId: string): void {
    this.confirmedIds.push(submissionId);
  }

  private takeConfirmed(): string[] {
    const { confirmedIds } = this;
    if (confirmedIds.length > 0) this.confirmedIds = [];
    return confirmedIds;
  }

  /** `isTakenBack`: reports count nothing of the lead any more. */
  remove(lead: Lead, isTakenBack = false): void {
    this.repLoad.count(lead, undefined);
    this.timers.want(lead.id, undefined);
    this.engagement.forget(lead.id);
    this.activities.forget(lead.id);
    this.tasks.forget(lead.id);
    this.touches.forget(lead.id);
    this.outcomes.forget(lead.id);
    this.consents.forget(lead.id);
    const addresses = matchKeysOf(lead.facts).filter(isContactKey);
    this.removed.push({ leadId: lead.id, visitorIds: this.leads.visitorIdsOf(lead.id), addresses, isTakenBack });
    this.leads.remove(lead.id);
  }

  /** Scores, classifies and assigns a lead after a command that made a new version; the evaluation is part of that version. */
  evaluate(leadId: string, cause: EventCause): Lead {
    const { now, basis, leads } = this;
    const lead = leads.get(leadId);
    const isNew = cause === 'api' && lead.version === 1 && leads.isNew(leadId);
    const { lead: next, events } = evaluateLead(basis, lead, leads.engagementOf(leadId), { cause, isNew, now });
    this.reviews.evaluated(leadId);
    this.put(next);
    this.outcomes.note(isNew ? undefined : lead, next, cause);
    for (const event of events) this.emit(event);
    return next;
  }

  /** The same for a lead without other changes: its version grows only if the evaluation changes something. */
  reevaluate(leadId: string, why: Reevaluation): Lead {
    const { now, basis, leads } = this;
    const lead = leads.get(leadId);
    const next = { ...lead, version: lead.version + 1, updatedAt: now };
    const evaluated = evaluateLead(basis, next, leads.engagementOf(leadId), { isNew: false, now, ...why });
    const { nextEligibleAt, effort } = evaluated.lead;
    const isChanged = evaluated.events.length > 0;
    this.outcomes.note(lead, evaluated.lead, why.cause);
    // Most leads of a rerun stay as they are, and are not written.
    const isSame =
      (why.rerun || why.cause === 'queue') && effort === lead.effort && nextEligibleAt === lead.nextEligibleAt;
    if (isChanged) this.put(evaluated.lead, why.cause === 'publish' ? leads.extentOf(evaluated.lead) : 'row');
    else if (!isSame) this.put({ ...lead, nextEligibleAt, effort });
    if (isChanged || !isSame) this.reviews.evaluated(leadId);
    for (const event of evaluated.events) this.emit(event);
    return leads.get(leadId);
  }

  /** The lead for an answer: with its score and classes exact now. */
  exactLead(lead: Lead): Lead {
    return exactNow(this.basis, lead, this.leads.engagementOf(lead.id), this.now);
  }

  /** The lead as conditions see it now. */
  subjectOf(lead: Lead): Subject {
    const engagement = this.leads.engagementOf(lead.id);
    return subjectNow(lead, { source: this.basis.sourceOf(lead), engagement, now: this.now });
  }

  /** The lead with what the guards of the funnel look at. */
  guarded(lead: Lead): Guarded {
    return { lead, funnel: this.basis.lifecycle.funnel, subject: () => this.subjectOf(lead) };
  }

  /** Finds out anew when the review of the lead is due, after a timer fired that does not fit it: its version stays. */
  reviewAgain(lead: Lead): void {
    this.putQuietly(lead);
    this.reviews.evaluated(lead.id);
    this.correctTimers(lead.id);
  }

  /** Stores the timers of the lead again, after one fired that was not due (any more). */
  correctTimers(leadId: string): void {
    this.timers.correct(leadId, this.leads.find(leadId));
  }

  /** Whether there are changes without reactions yet. */
  get hasUnreacted(): boolean {
    return this.unreacted.size > 0;
  }

  takeUnreacted(): ReadonlyMap<string, Lead | undefined> {
    const { unreacted } = this;
    this.unreacted = new Map();
    return unreacted;
  }

  /** A lead without a lifecycle needs reactions only if it is closed, opened or parked, a channel is blocked, or a published document may apply to it. */
  noteChange(before: Lead, after: Lead): void {
    const hasLifecycle = before.lifecycle !== undefined || after.lifecycle !== undefined;
    const isEnding = isClosing(before, after) || isOpening(before, after) || after.category === 'parked';
    const isNeeded = this.basis.lifecycle.reacts || hasLifecycle || isEnding;
    if (!isNeeded && !blocksChannel(before.facts, after.facts)) return;
    if (!this.unreacted.has(after.id)) this.unreacted.set(after.id, before);
  }

  takeChanges(): Changes {
    this.reviews.findAll();
    const { rows, goneIds } = this.leads.takeChanges((leadId) => this.engagement.isPending(leadId));
    const ofKept = (row: { leadId: string }) => !goneIds.has(row.leadId);
    const { removed } = this;
    if (removed.length > 0) this.removed = [];
    const timers = this.timers.takeChanges();
    return {
      ...rows,
      ...this.touches.takeChanges(),
      ...this.outcomes.takeChanges((id) => this.leads.find(id)),
      engagement: this.engagement.takeRows().filter(ofKept),
      activities: this.activities.takeRows().filter(ofKept),
      consents: this.consents.takeRows(),
      ...this.tasks.takeChanges(timers),
      ...timers,
      leadsRemoved: removed,
      jobs: this.jobs.takeChanges(),
      operationLeads: this.jobs.takeLeads(),
      importRows: this.jobs.takeImportRows(),
      importBlocksEnded: this.jobs.takeImportBlocks(),
      ...this.visitors.takeChanges(),
      confirmedIds: this.takeConfirmed(),
      referrals: this.referrals.takeAdded((leadId) => this.leads.find(leadId) !== undefined),
      sales: this.sales.takeChanges(),
    };
  }
}
