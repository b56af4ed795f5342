import type { LeadChange, Reaction } from '../../batch/reaction.js';
import { type Subject, subjectNow } from '../../conditions/subject.js';
import type { LeadEventDraft } from '../../events/lead-events.js';
import { hasNews } from '../../handoffs/hold.js';
import type { SequenceSection } from '../../leads/sequence-runs.js';
import { MILLISECONDS_PER_DAY } from '../../time.js';
import { enterSequence, exitReason } from '../advance.js';
import type { CompiledSequence } from '../compile.js';
import { enteredEvent, leftEvent } from '../events.js';
import { NO_SEQUENCES, nextStay, withoutRun, withRun } from '../section.js';

/** A change of a lead ends its sequences by their exit conditions, and begins those whose entry condition it makes true. */
export function sequenceReaction({ lead, engagement, basis, now }: LeadChange): Reaction | undefined {
  const { sequences } = basis.lifecycle;
  const section = lead.lifecycle?.sequences;
  const isIn = section !== undefined && section.runs.length > 0;
  if (!isIn && sequences.entering.length === 0) return undefined;
  const subject = subjectNow(lead, { source: basis.sourceOf(lead), engagement, now });
  const events: LeadEventDraft[] = [];
  let current = section ?? NO_SEQUENCES;
  for (const run of current.runs) {
    const sequence = sequences.byKey.get(run.key);
    const reason = sequence && exitReason(sequence, run, subject);
    if (reason === undefined) continue;
    current = withoutRun(current, run, { leftAt: now, reason });
    events.push(leftEvent(run, reason, { sequences: current, cause: 'rule' }));
  }
  // The past of a lead is no change: it enters when something happens here.
  const isPast = !hasNews(lead) && lead.categorySince <= (lead.lifecycle?.historyAt ?? 0);
  for (const sequence of isPast ? [] : sequences.entering) {
    if (!enters(sequence, current, subject)) continue;
    const stay = nextStay(current, sequence.document.key);
    const entry = { enteredBy: 'rule', category: lead.category, stay } as const;
    const run = enterSequence(sequence, { subject, sends: current.sends ?? {} }, entry);
    current = withRun(current, run);
    events.push(enteredEvent(run, current, 'rule'));
  }
  return events.length === 0 ? undefined : { events };
}

function enters({ document, enters: holds }: CompiledSequence, section: SequenceSection, subject: Subject): boolean {
  const { key, purpose, reenterAfterDays } = document;
  if (section.runs.some((run) => run.purpose === purpose)) return false;
  const before = section.ended?.find((one) => one.key === key);
  if (before !== undefined) {
    if (reenterAfterDays === undefined) return false;
    if (subject.now < before.leftAt + reenterAfterDays * MILLISECONDS_PER_DAY) return false;
  }
  return holds?.(subject) === true;
}
