import type { EngagementFact } from '../engagement.js';
import type { DomainEvent } from '../events.js';
import type { Lead } from '../leads/lead.js';
import type { KeyKind } from '../leads/vocabulary.js';
import { Reacting } from '../lifecycle/reacting.js';
import type { LeadTouch } from '../replay/replay.js';
import type { Changes, KeysOf } from './changes.js';
import { refusalOf } from './checking.js';
import type {
  Checkable,
  EngagementCommand,
  IngestCommand,
  IngestResult,
  KeyValue,
  PatchCommand,
  Refusal,
  RemovalCommand,
  SubmissionCommand,
} from './commands.js';
import { type DecisionBasis, decide } from './decide.js';
import { EngagementRecords } from './engagement-records.js';
import { type Entry, type Extent, takeRowChanges } from './entries.js';
import { KeyRegistry } from './key-registry.js';
import { deletedEvent, leadEvent, newLead, touchedLead } from './lead-changes.js';
import { LeadTimers } from './lead-timers.js';
import { matchSubmission } from './matching.js';
import { factsChanged } from './merge.js';
import { type LoadDifference, OpenLeads } from './open-leads.js';
import { Redeciding } from './redeciding.js';
import { Reviews } from './reviews.js';
import { effectOf } from './submissions.js';
import { WorkRecords } from './work-records.js';

export interface LeadBookOptions {
  basis: DecisionBasis;
  keysOf: KeysOf;
  now: number;
  newId: () => string;
}

/** Receives the events of a command as it is carried out. */
export type Emit = (event: DomainEvent) => void;

/**
 * The leads that a run of commands touches, held in memory: every command sees what those before it did, exactly as if
 * each had been a transaction of its own. Load what is stored, execute, and write what `takeChanges` gives, any time.
 */
export class LeadBook {
  /** Activities and tasks; load what is stored of them. */
  readonly work = new WorkRecords();
  readonly engagements: EngagementRecords;
  readonly reviews: Reviews;
  private readonly entries = new Map<string, Entry>();
  private readonly keys = new KeyRegistry();
  private touches: Changes['touches'] = [];
  private readonly timers = new LeadTimers();
  private readonly open: OpenLeads;
  private readonly redeciding: Redeciding;
  private readonly reacting: Reacting;

  constructor(private readonly options: LeadBookOptions) {
    this.open = new OpenLeads(options.basis.assignment);
    const find = (leadId: string) => this.entry(leadId);
    const recordTouch = (touch: Changes['touches'][number]) => void this.touches.push(touch);
    const place = this.place.bind(this);
    this.engagements = new EngagementRecords({ ...options, find, place });
    const [work, timers, advance] = [this.work, this.timers, this.advance.bind(this)];
    this.reviews = new Reviews({ ...options, find, timers });
    this.redeciding = new Redeciding({ ...options, timers, reviews: this.reviews, work, find, advance, recordTouch });
    const execute = this.redeciding.execute.bind(this.redeciding);
    this.reacting = new Reacting({ ...options, find, place, execute });
  }

  /** Whether the leads that wait are to be tried again at once: somebody has room again; undefined: leave it as it is. */
  get queueReview(): boolean | undefined {
    return this.options.basis.assignment.hasRoomAgain() || this.timers.queueReview;
  }

  /** Difference of each rep's load, made by all commands so far. */
  get openLeads(): ReadonlyMap<string, LoadDifference> {
    return this.open.differences;
  }

  load(lead: Lead, engagement: readonly EngagementFact[]): void {
    if (this.entries.has(lead.id)) return;
    this.entries.set(lead.id, { lead, engagement, isNew: false, changed: 'no', removed: false });
    this.timers.load(lead);
  }

  get leadIds(): string[] {
    return [...this.entries.keys()];
  }

  loadKey(kind: string, value: string, leadId: string): void {
    this.keys.load(kind, value, leadId);
  }

  /** Leads that wait, most urgent first; load them, too. */
  loadWaiting(leadIds: readonly string[]): void {
    this.redeciding.loadWaiting(leadIds);
  }

  /** An engagement event with this external id has been counted before. */
  loadCounted(externalId: string, id: string, leadId: string): void {
    this.engagements.loadCounted(externalId, id, leadId);
  }

  /** What stands against a command, before anything is changed. */
  check(command: Checkable): Refusal | undefined {
    const { basis, keysOf, now } = this.options;
    const ownerOf = (kind: KeyKind, value: string) => this.owner(kind, value)?.lead;
    return refusalOf(command, this.target(command), { basis, now, keysOf, ownerOf });
  }

  /** Expects that `check` found nothing against the command. What follows from it for the lifecycle follows at once. */
  execute(command: IngestCommand, emit: Emit): IngestResult {
    const result = this.carryOut(command, emit);
    if (this.reacting.isQuiet) return result;
    this.reacting.settle(emit);
    const lead = 'lead' in result && result.lead && this.entry(result.lead.id)?.lead;
    return lead ? ({ ...result, lead } as IngestResult) : result;
  }

  /**
   * Records an engagement event like `execute`, and leaves the decision to `decideRecorded`, which must follow before any
   * other command: many events of a lead, all at the same `now`, need only one.
   */
  record(command: EngagementCommand, emit: Emit): Extract<IngestResult, { type: 'engagement' }> {
    return this.engagements.record(command, this.target(command) as Entry, emit);
  }

  /** Decides about a lead after all that was recorded of it, and lets follow what follows. */
  decideRecorded(leadId: string, emit: Emit): void {
    const entry = this.entry(leadId);
    const before = entry && this.engagements.take(entry);
    if (entry === undefined || before === undefined) return;
    this.reacting.note(before, entry.lead);
    this.settle(entry, 'engagement', emit);
    this.reacting.settle(emit);
  }

  private carryOut(command: IngestCommand, emit: Emit): IngestResult {
    switch (command.type) {
      case 'submission':
        return this.submit(command, emit);
      case 'patch':
        return this.patch(command, emit);
      case 'removal':
        return this.remove(command, emit);
      case 'engagement':
        return this.engage(command, emit);
      default:
        return this.redeciding.execute(command, emit);
    }
  }

  takeChanges(): Changes {
    this.reviews.findAll();
    const { changes, goneIds } = takeRowChanges(this.entries);
    const ofKept = (row: { leadId: string }) => !goneIds.has(row.leadId);
    const { added, dropped } = this.keys.takeChanges();
    const all: Changes = {
      ...changes,
      keysAdded: added.filter(ofKept),
      keysRemoved: dropped,
      touches: this.touches.filter(ofKept),
      engagement: this.engagements.takeRows().filter(ofKept),
      ...this.work.takeChanges(ofKept, this.timers.takeChanges()),
    };
    this.touches = [];
    return all;
  }

  private submit(command: SubmissionCommand, emit: Emit): IngestResult {
    const { now, newId } = this.options;
    const match = matchSubmission(command, (kind, value) => this.owner(kind, value)?.lead);
    const touchId = newId();
    const known = match.lead && this.entry(match.lead.id);
    const { facts, kept, consents, keys } = effectOf(command, known?.lead, this.options.keysOf);
    const entry = known ?? this.create({ ...command, facts }, newId());
    const { lead } = entry;
    const occurredAt = command.occurredAt ?? now;
    const [{ sourceId, campaignId, raw }, { by: matchedBy }] = [command, match];
    const publicKeyId = command.publicOrigin?.keyId;
    const found = { id: touchId, leadId: lead.id, sourceId, campaignId, matchedBy, occurredAt };
    this.touches.push({ ...found, raw, publicKeyId, consents, kept });
    if (known) {
      const touch: LeadTouch = { touchId, sourceId, campaignId, matchedBy, touchedAt: command.occurredAt };
      const next = touchedLead(lead, facts, occurredAt, now);
      emit(leadEvent(next, 'lead.touched', 'api', undefined, touch));
      const difference = factsChanged(lead.facts, facts);
      if (difference) emit(leadEvent(next, 'lead.updated', 'touch', difference.before, difference.after));
      this.advance(entry, next);
    }
    this.claimKeys(entry.lead.id, keys);
    this.options.basis.assignment.referrerOwned(entry.lead.id, command.referrerOwnerId);
    this.settle(entry, known ? 'touch' : 'api', emit);
    return {
      type: 'submission',
      outcome: known ? 'matched' : 'created',
      matchedBy,
      otherMatches: match.others,
      touchId,
      surplus: command.publicOrigin ? undefined : kept,
      lead: entry.lead,
    };
  }

  private create(command: SubmissionCommand, id: string): Entry {
    const { scoreModelFor, classification } = this.options.basis;
    const { version: scoreModelVersion } = scoreModelFor(command.facts);
    const versions = { scoreModelVersion, classificationPolicyVersion: classification.version };
    const lead = newLead(command, id, versions, this.options.now);
    const entry: Entry = { lead, engagement: [], isNew: true, changed: 'row', removed: false };
    this.entries.set(id, entry);
    this.reacting.noteNew(id);
    return entry;
  }

  private patch(command: PatchCommand, emit: Emit): IngestResult {
    const entry = this.entries.get(command.leadId) as Entry;
    const { lead } = entry;
    const facts = command.apply(lead.facts);
    const difference = factsChanged(lead.facts, facts);
    if (!difference) return { type: 'patch', changed: false, lead };
    this.keys.release(this.options.keysOf(lead.facts), lead.id);
    this.claimKeys(lead.id, this.options.keysOf(facts));
    this.advance(entry, { ...lead, facts, version: lead.version + 1, updatedAt: this.options.now });
    emit(leadEvent(entry.lead, 'lead.updated', 'api', difference.before, difference.after));
    this.settle(entry, 'api', emit);
    return { type: 'patch', changed: true, lead: entry.lead };
  }

  private remove(command: RemovalCommand, emit: Emit): IngestResult {
    const entry = this.entries.get(command.leadId) as Entry;
    const { lead } = entry;
    this.open.count(lead, undefined);
    this.timers.want(lead.id, undefined);
    this.keys.release(this.options.keysOf(lead.facts), lead.id);
    entry.removed = true;
    this.engagements.forget(lead.id);
    this.work.forget(lead, this.keys.valuesOf('visitor', lead.id), emit);
    emit(deletedEvent(lead));
    return { type: 'removal', leadId: lead.id };
  }

  private engage(command: EngagementCommand, emit: Emit): IngestResult {
    const result = this.engagements.record(command, this.target(command) as Entry, emit);
    this.decideRecorded(result.lead.id, emit);
    return { ...result, lead: this.entry(result.lead.id)?.lead ?? result.lead };
  }

  private settle(entry: Entry, cause: string, emit: Emit): void {
    const { lead, events } = decide(this.options.basis, entry.lead, entry.engagement, {
      cause,
      isNew: entry.isNew && cause === 'api' && entry.lead.version === 1,
      now: this.options.now,
    });
    this.reviews.decided(lead.id);
    this.advance(entry, lead);
    for (const event of events) emit(event);
  }

  /** The lead's next state, with what follows from it for owners and timers. */
  private advance(entry: Entry, lead: Lead, extent: Extent = 'row'): void {
    this.reacting.note(entry.lead, lead);
    this.place(entry, lead, extent);
  }

  private place(entry: Entry, lead: Lead, extent: Extent = 'row'): void {
    this.open.count(entry.lead, lead);
    this.timers.want(lead.id, lead);
    entry.lead = lead;
    entry.changed = extent;
  }

  entry(leadId: string): Entry | undefined {
    const entry = this.entries.get(leadId);
    return entry?.removed ? undefined : entry;
  }

  /** The lead a command is about; a submission finds its own. */
  private target(command: Checkable): Entry | undefined {
    if (command.type === 'submission') return undefined;
    if (command.type !== 'engagement') return 'leadId' in command ? this.entry(command.leadId) : undefined;
    const { lead } = command;
    return 'id' in lead ? this.entry(lead.id) : this.owner(lead.key.kind, lead.key.value);
  }

  owner(kind: KeyKind, value: string): Entry | undefined {
    const leadId = this.keys.ownerOf(kind, value);
    return leadId === undefined ? undefined : this.entry(leadId);
  }

  /** Keys that nobody owns become the lead's; those of another lead stay where they are. */
  private claimKeys(leadId: string, keys: readonly KeyValue[]): void {
    for (const key of keys) if (!this.owner(key.kind, key.value)) this.keys.claim(key, leadId);
  }
}
