import {
  type ConsentStatus,
  MARKETING,
  type NewConsent,
  statusAfter,
  subjectsOf,
} from '../../core/consents/consent.js';
import type { DomainEvent } from '../../core/events/events.js';
import { CONSENT_CHANNELS, type ConsentChannel, isObjection } from '../../core/leads/consent.js';
import type { LeadFacts } from '../../core/leads/facts.js';
import { matchKeysOf } from '../../core/leads/keys.js';
import type { Lead } from '../../core/leads/lead.js';
import type { RecordedEngagement } from '../../core/replay/event-contents.js';
import type { RecordedHistory } from '../../core/replay/recorded-history.js';
import type { EventOrigin } from '../../db/repositories/events.js';
import type { WriteScope } from '../../db/store.js';
import { recordingOf } from './consents.js';

interface ConsentProjectionsOptions {
  newId: () => string;
  /** The instant of the events, epoch milliseconds. */
  now: number;
  currentLead: (leadId: string) => Lead | undefined;
}

/** Changed facts of an event; null: removed. */
type ChangedFacts = { readonly [Field in keyof LeadFacts]?: LeadFacts[Field] | null };

interface Change {
  lead: Lead;
  before: ChangedFacts;
  after: ChangedFacts;
  source: string;
  actorId: string | undefined;
}

/** Statements that commands record in the ledger by themselves, with their proofs. */
const RECORDED_BY_COMMANDS: ReadonlySet<string> = new Set(['touch', 'consent', 'engagement']);

/** Entries of the ledger of consents that follow from the events of a transaction: objections, bounces, corrections, undos. */
export class ConsentProjections {
  private entries: NewConsent[] = [];

  constructor(private readonly options: ConsentProjectionsOptions) {}

  note(event: DomainEvent, origin: EventOrigin | undefined): void {
    if (event.type === 'lead.deleted') this.forget(event.subjectId);
    const read = READERS[event.type];
    const lead = read && this.options.currentLead(event.subjectId);
    if (read && lead) read(this, event, { lead, actorId: origin?.actorId });
  }

  write(scope: WriteScope): void {
    if (this.entries.length > 0) scope.defer(scope.consents.insert(this.entries, recordingOf(scope)));
  }

  /** Differences in the consents of a lead, and of the mark of its address. */
  changed({ lead, before, after, source, actorId }: Change, isStatedByCommand: boolean): void {
    for (const channel of isStatedByCommand ? [] : CONSENT_CHANNELS) {
      const [consentField, atField] = [`${channel}Consent`, `${channel}ConsentAt`] as const;
      if (!(consentField in after) && !(atField in after)) continue;
      const [consent, at] = [lead.facts[consentField], lead.facts[atField]];
      const status = statusAfter(consent, before[consentField]);
      const occurredAt = status === 'removed' ? this.options.now : (at ?? this.options.now);
      this.add({ lead, channel, status, occurredAt, source, actorId, basis: lead.facts.consentBasis });
    }
    if (!('emailBouncedAt' in after)) return;
    const { emailBouncedAt } = after;
    // Another address takes the mark of the former one along: nothing was received there.
    if (emailBouncedAt === null && 'emailNormalized' in after) return;
    const isBounced = typeof emailBouncedAt === 'number';
    const status = isBounced ? 'undeliverable' : 'deliverable';
    this.add({ lead, channel: 'email', status, occurredAt: emailBouncedAt ?? this.options.now, source, actorId });
  }

  objected(lead: Lead, { type, occurredAt }: RecordedEngagement, actorId: string | undefined): void {
    this.add({ lead, channel: 'email', status: 'withdrawn', occurredAt, source: type, actorId });
  }

  private add({
    lead,
    channel,
    status,
    ...entry
  }: Pick<NewConsent, 'occurredAt' | 'source' | 'actorId' | 'basis'> & {
    lead: Lead;
    channel: ConsentChannel;
    status: ConsentStatus;
  }): void {
    const isAddress = status === 'undeliverable' || status === 'deliverable';
    const main = matchKeysOf(lead.facts).filter(
      ({ kind, value }) => kind === 'email' && value === lead.facts.emailNormalized,
    );
    const subjects = isAddress ? main : subjectsOf(channel, matchKeysOf(lead.facts));
    const id = this.options.newId();
    this.entries.push({ id, leadId: lead.id, channel, purpose: MARKETING, status, ...entry, subjects });
  }

  /** The removal of a lead removes what names it from the stored entries. */
  private forget(leadId: string): void {
    this.entries = this.entries.map((entry) =>
      entry.leadId === leadId ? { ...entry, leadId: undefined, basis: undefined } : entry,
    );
  }
}

interface About {
  lead: Lead;
  actorId: string | undefined;
}
type Reader = (projections: ConsentProjections, event: DomainEvent, about: About) => void;

const READERS: Readonly<Partial<Record<string, Reader>>> = {
  'lead.created': (projections, { cause, after }, about) => {
    if (cause === 'api') return;
    const { facts = {} } = after as { facts?: ChangedFacts };
    projections.changed({ ...about, before: {}, after: facts, source: cause }, false);
  },
  'lead.updated': (projections, { cause, before, after }, about) => {
    const source = cause === 'api' ? 'correction' : cause;
    const change = { ...about, before: (before ?? {}) as ChangedFacts, after: (after ?? {}) as ChangedFacts, source };
    projections.changed(change, RECORDED_BY_COMMANDS.has(cause));
  },
  'lead.history_recorded': (projections, event, about) => {
    const { entries } = event.after as RecordedHistory;
    // A new lead records the consents that it begins with by itself.
    for (const { type, cause, before, after } of entries.filter((entry) => entry.type !== 'lead.created')) {
      READERS[type]?.(projections, { ...event, type, cause, before, after } as DomainEvent, about);
    }
  },
  'engagement.recorded': (projections, { after }, { lead, actorId }) => {
    const recorded = after as RecordedEngagement;
    if (isObjection(recorded.type)) projections.objected(lead, recorded, actorId);
  },
};
