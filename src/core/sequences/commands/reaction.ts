import type { LeadChange, Reaction } from '../../batch/reaction.js';
import { changeInstants } from '../../classification/time-dependence.js';
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
  const entersAt = isPast ? undefined : nextEntry(sequences.entering, current, subject);
  const silent = entersAt === lead.lifecycle?.entersAt ? undefined : { entersAt };
  return events.length === 0 && silent === undefined ? undefined : { events, silent };
}

/** Instants that are tried for one sequence; after them the lead is looked at again. */
const MOST_TRIED = 200;

/** When time alone lets the lead enter a sequence, or has it looked at again; undefined: never. */
function nextEntry(
  entering: readonly CompiledSequence[],
  section: SequenceSection,
  subject: Subject,
): number | undefined {
  let next: number | undefined;
  for (const sequence of entering) {
    const at = entryAt(sequence, section, subject);
    if (at !== undefined && (next === undefined || at < next)) next = at;
  }
  return next;
}

function entryAt(sequence: CompiledSequence, section: SequenceSection, subject: Subject): number | undefined {
  const { entersByTime, enters: holds, document } = sequence;
  const earliest = earliestEntry(document, section);
  if (earliest === undefined || (entersByTime === undefined && earliest <= subject.now)) return undefined;
  const changes = entersByTime === undefined ? [] : changeInstants(entersByTime, subject);
  const instants = earliest > subject.now ? [earliest, ...changes.filter((at) => at > earliest)] : changes;
  for (const at of instants.slice(0, MOST_TRIED)) if (holds?.({ ...subject, now: at })) return at;
  return instants[MOST_TRIED];
}

/** From when the lead may enter, epoch milliseconds; undefined: not before it changes. */
function earliestEntry(
  { key, purpose, reenterAfterDays }: CompiledSequence['document'],
  { runs, ended }: SequenceSection,
): number | undefined {
  if (runs.some((run) => run.purpose === purpose)) return undefined;
  const before = ended?.find((one) => one.key === key);
  if (before === undefined) return 0;
  return reenterAfterDays === undefined ? undefined : before.leftAt + reenterAfterDays * MILLISECONDS_PER_DAY;
}

function enters({ document, enters: holds }: CompiledSequence, section: SequenceSection, subject: Subject): boolean {
  const earliest = earliestEntry(document, section);
  return earliest !== undefined && earliest <= subject.now && holds?.(subject) === true;
}
