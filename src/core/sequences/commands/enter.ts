import type { Batch, ChangedLead } from '../../batch/batch.js';
import type { Lead } from '../../leads/lead.js';
import type { IfMatch, Refusal } from '../../refusals.js';
import { enterSequence } from '../advance.js';
import { enteredEvent, leftEvent } from '../events.js';
import { NO_SEQUENCES, nextStay, runOf, withoutRun, withRun } from '../section.js';

/** A caller puts the lead into a published sequence. */
export interface EnterSequenceCommand {
  type: 'enter_sequence';
  leadId: string;
  ifMatch?: IfMatch;
  key: string;
}

/** A caller takes the lead out of a sequence. */
export interface LeaveSequenceCommand {
  type: 'leave_sequence';
  leadId: string;
  ifMatch?: IfMatch;
  key: string;
  note?: string | undefined;
}

/** Refused: the sequence is not published, or the lead is in one of the same purpose. */
export function enterRefusal(batch: Batch, { key }: EnterSequenceCommand, { lifecycle }: Lead): Refusal | undefined {
  const { byKey } = batch.basis.lifecycle.sequences;
  const sequence = byKey.get(key);
  if (sequence === undefined) {
    const published = [...byKey.keys()].join(', ') || 'none';
    const detail = `There is no published sequence "${key}". Published: ${published}.`;
    return { code: 'rule_refused', detail, pointer: '/key' };
  }
  const { purpose } = sequence.document;
  const other = lifecycle?.sequences?.runs.find((run) => run.purpose === purpose);
  if (other === undefined) return undefined;
  const detail = `The lead is in the sequence "${other.key}" of the purpose ${purpose}: it has to leave that first.`;
  return { code: 'conflict', detail };
}

export function enter(batch: Batch, { leadId, key }: EnterSequenceCommand): ChangedLead {
  const lead = batch.leads.get(leadId);
  const sequence = batch.basis.lifecycle.sequences.byKey.get(key);
  if (sequence === undefined) return { changed: false, lead };
  const section = lead.lifecycle?.sequences ?? NO_SEQUENCES;
  const moment = { subject: batch.subjectOf(lead), sends: section.sends ?? {} };
  const entry = { enteredBy: 'request', category: lead.category, stay: nextStay(section, key) } as const;
  const run = enterSequence(sequence, moment, entry);
  const next = batch.record(lead, enteredEvent(run, withRun(section, run), 'api'));
  return { changed: true, lead: next };
}

export function leaveRefusal(_batch: Batch, { key }: LeaveSequenceCommand, { lifecycle }: Lead): Refusal | undefined {
  if (runOf(lifecycle?.sequences, key) !== undefined) return undefined;
  return { code: 'conflict', detail: `The lead is not in the sequence "${key}".` };
}

export function leave(batch: Batch, { leadId, key, note }: LeaveSequenceCommand): ChangedLead {
  const lead = batch.leads.get(leadId);
  const section = lead.lifecycle?.sequences ?? NO_SEQUENCES;
  const run = runOf(section, key);
  if (run === undefined) return { changed: false, lead };
  const sequences = withoutRun(section, run, { leftAt: batch.now, reason: 'request' });
  const next = batch.record(lead, leftEvent(run, 'request', { sequences, cause: 'api', note }));
  return { changed: true, lead: next };
}
