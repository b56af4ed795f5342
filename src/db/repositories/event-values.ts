import { createHash } from 'node:crypto';
import { mergePersonal, PERSONAL_EVENT_TYPES, splitPersonal } from '../../core/erasure/split.js';
import type { DomainEvent, EventType } from '../../core/events/events.js';
import type { Executor } from '../executor.js';
import type { PackedRecord } from '../schema/decision-records.js';
import type { EventData, PersonalData } from '../schema/events.js';

/** Replaces an erased visitor id, which is text of the caller's choice. */
const ERASED_ID = 'erased';

/** Splits an event's values into the two columns that hold them. */
export function storedValues(
  { type, before, after }: Pick<DomainEvent, 'type' | 'before' | 'after'>,
  decision: PackedRecord | undefined,
): { data: EventData; personal: PersonalData | undefined } {
  const { kept, personal } = splitPersonal(type, { before, after });
  if (decision?.manual === undefined) return { data: { before: kept.before, after: kept.after, decision }, personal };
  const { manual, ...rest } = decision;
  return { data: { ...kept, decision: rest }, personal: { ...personal, manual } };
}

/** Merges the two columns again; erased values are missing. */
export function wholeValues({ data, personal }: { data: EventData; personal: PersonalData | null }): EventData {
  if (personal === null) return data;
  const { decision } = data;
  return {
    before: mergePersonal(data.before, personal.before),
    after: mergePersonal(data.after, personal.after),
    ...(decision && { decision: personal.manual ? { ...decision, manual: personal.manual } : decision }),
  };
}

interface WholeEvent {
  sequence: string;
  type: EventType;
  before: unknown;
  after: unknown;
}

/**
 * Erases the personal part of all events about these subjects, what receivers of webhooks answered to them, and the ids of these visitors. Events of
 * older versions, which kept no personal part, are split first: their `data` loses the personal values. Returns the ids under which
 * visits were recorded before their lead was known.
 */
export async function eraseEvents(
  executor: Executor,
  workspaceId: string,
  { subjectIds, visitorIds }: { subjectIds: readonly string[]; visitorIds: readonly string[] },
  at: Date,
): Promise<string[]> {
  const erased = executor.run(
    'erase_events',
    `update events set personal = null, erased_at = $3
      where workspace_id = $1 and subject_id = any($2::text[]) and personal is not null`,
    [workspaceId, subjectIds, at],
  );
  // The subject of a visitor's event is a hash there: see `subjectKeyOf` in `src/services/webhooks/messages.ts`.
  const keys = visitorIds.map((id) => createHash('sha256').update(id).digest('hex').slice(0, 32));
  const answers = executor.run(
    'erase_webhook_answers',
    `update webhook_attempts set answer = null
      where workspace_id = $1 and answer is not null and subject_key = any($2::text[])`,
    [workspaceId, [...subjectIds, ...keys]],
  );
  const visits = executor.run<{ id: string | null }>(
    'erase_visitors',
    `update events set subject_id = $4, erased_at = $3
      where workspace_id = $1 and subject_id = any($2::text[]) and subject_kind = 'visitor'
      returning data -> 'after' ->> 'eventId' as id`,
    [workspaceId, visitorIds, at, ERASED_ID],
  );
  const [visited] = await Promise.all([visits, erased, answers, splitEvents(executor, workspaceId, subjectIds, at)]);
  return visited.flatMap(({ id }) => id ?? []);
}

async function splitEvents(
  executor: Executor,
  workspaceId: string,
  subjectIds: readonly string[],
  at: Date,
): Promise<void> {
  const whole = await executor.run<WholeEvent>(
    'whole_events',
    `select sequence, type, data -> 'before' as before, data -> 'after' as after from events
      where workspace_id = $1 and subject_id = any($2::text[]) and type = any($3::text[])
        and personal is null and erased_at is null`,
    [workspaceId, subjectIds, PERSONAL_EVENT_TYPES],
  );
  const split = whole.flatMap(({ sequence, type, before, after }) => {
    const { kept, personal } = splitPersonal(type, { before: before ?? undefined, after: after ?? undefined });
    return personal === undefined ? [] : [{ sequence, kept: JSON.stringify(kept) }];
  });
  if (split.length === 0) return;
  await executor.run(
    'part_events',
    `update events e
        set data = ((e.data::jsonb - 'before' - 'after' || p.kept::jsonb) #- '{decision,manual}')::json, erased_at = $4
       from unnest($2::bigint[], $3::text[]) as p(sequence, kept)
      where e.workspace_id = $1 and e.sequence = p.sequence`,
    [workspaceId, split.map(({ sequence }) => sequence), split.map(({ kept }) => kept), at],
  );
}
