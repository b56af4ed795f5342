import { mergePersonal, PERSONAL_EVENT_TYPES, splitPersonal } from '../../core/erasure/split.js';
import type { DomainEvent, EventType } from '../../core/events/events.js';
import type { Executor } from '../executor.js';
import type { PackedRecord } from '../schema/decision-records.js';
import type { EventData, PersonalData } from '../schema/events.js';

/** Takes the place of a subject's id where that is text of the caller's choice and was erased: the id of a visitor. */
const ERASED_ID = 'erased';

/** What an event says, in the two columns that hold it. */
export function storedValues(
  { type, before, after }: Pick<DomainEvent, 'type' | 'before' | 'after'>,
  decision: PackedRecord | undefined,
): { data: EventData; personal: PersonalData | undefined } {
  const { kept, personal } = splitPersonal(type, { before, after });
  if (decision?.manual === undefined) return { data: { before: kept.before, after: kept.after, decision }, personal };
  const { manual, ...rest } = decision;
  return { data: { ...kept, decision: rest }, personal: { ...personal, manual } };
}

/** The same in one piece again; without what was erased. */
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
 * Erases the personal part of all events about these subjects, and the ids of these visitors. Events that a version wrote
 * which kept no such part are parted first: their `data` loses what would be in it. Answers the ids under which visits were
 * recorded before it was known whose they are.
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
  const visits = executor.run<{ id: string | null }>(
    'erase_visitors',
    `update events set subject_id = $4, erased_at = $3
      where workspace_id = $1 and subject_id = any($2::text[]) and subject_kind = 'visitor'
      returning data -> 'after' ->> 'eventId' as id`,
    [workspaceId, visitorIds, at, ERASED_ID],
  );
  const [visited] = await Promise.all([visits, erased, partEvents(executor, workspaceId, subjectIds, at)]);
  return visited.flatMap(({ id }) => id ?? []);
}

async function partEvents(
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
  const parted = whole.flatMap(({ sequence, type, before, after }) => {
    const { kept, personal } = splitPersonal(type, { before: before ?? undefined, after: after ?? undefined });
    return personal === undefined ? [] : [{ sequence, kept: JSON.stringify(kept) }];
  });
  if (parted.length === 0) return;
  await executor.run(
    'part_events',
    `update events e
        set data = ((e.data::jsonb - 'before' - 'after' || p.kept::jsonb) #- '{decision,manual}')::json, erased_at = $4
       from unnest($2::bigint[], $3::text[]) as p(sequence, kept)
      where e.workspace_id = $1 and e.sequence = p.sequence`,
    [workspaceId, parted.map(({ sequence }) => sequence), parted.map(({ kept }) => kept), at],
  );
}
