import { and, eq } from 'drizzle-orm';
import type { WaitingSubmission } from '../../core/forms/confirmations.js';
import type { KeyValue } from '../../core/leads/keys.js';
import type { ContactHashes } from '../contact-hashes.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { waitingSubmissions } from '../schema/forms.js';

const writer = rowWriter(waitingSubmissions, ['workspace_id', 'id']);

const CONFIRM = `with confirmed as (
    update waiting_submissions set lead = null, subject_hashes = '{}', confirmed_at = $3
     where workspace_id = $1 and id = any($2::uuid[]) and confirmed_at is null returning form_id)
  update forms set confirmed_submissions = confirmed_submissions + n
    from (select form_id, count(*)::int as n from confirmed group by form_id) c
   where workspace_id = $1 and id = c.form_id`;

const EXPIRE = `with gone as (delete from waiting_submissions where workspace_id = $1 and id = $2::uuid returning form_id, confirmed_at)
  update forms set expired_submissions = expired_submissions + 1
    from gone where workspace_id = $1 and id = gone.form_id and gone.confirmed_at is null`;

/** Submissions of forms that wait for a confirmation. */
export function waitingSubmissionsRepository(
  executor: Executor,
  workspaceId: string,
  { contactHashes }: { contactHashes: ContactHashes },
) {
  const hashesOf = (addresses: readonly KeyValue[]) => addresses.map((one) => contactHashes.of(workspaceId, one));
  return {
    hashesOf,
    insert: (rows: readonly WaitingSubmission[]) => writer.insert(executor, rows),
    async find(id: string): Promise<WaitingSubmission | undefined> {
      const mine = and(eq(waitingSubmissions.workspaceId, workspaceId), eq(waitingSubmissions.id, id));
      const [row] = await executor.orm.select().from(waitingSubmissions).where(mine);
      return row;
    },
    /** How many wait at the form for one of these addresses. */
    async count(formId: string, addresses: readonly KeyValue[]): Promise<number> {
      const [row] = await executor.run<{ n: number }>(
        'count_waiting_submissions',
        `select count(*)::int as n from waiting_submissions
          where workspace_id = $1 and form_id = $2 and confirmed_at is null and subject_hashes && $3::text[]`,
        [workspaceId, formId, hashesOf(addresses)],
      );
      return row?.n ?? 0;
    },
    /** Marks them as confirmed, removes their values and counts them. */
    confirm: (ids: readonly string[], at: Date): Promise<unknown> =>
      executor.run('confirm_submissions', CONFIRM, [workspaceId, ids, at]),
    /** Removes one, and counts it where it was not confirmed. */
    expire: (id: string): Promise<unknown> => executor.run('expire_submission', EXPIRE, [workspaceId, id]),
    /** Those of people with one of these addresses, as stored rows. */
    async ofPeople(addresses: readonly KeyValue[]): Promise<{ kind: string; data: Record<string, unknown> }[]> {
      if (addresses.length === 0) return [];
      const rows = await executor.run<{ data: Record<string, unknown> }>(
        'waiting_submissions_of_people',
        `select to_jsonb(w) - 'token_hash' as data from waiting_submissions w
          where workspace_id = $1 and confirmed_at is null and subject_hashes && $2::text[] order by id limit 10000`,
        [workspaceId, hashesOf(addresses)],
      );
      return rows.map(({ data }) => ({ kind: 'waiting_submissions', data }));
    },
    /** Removes those of people with one of these addresses; returns their ids. */
    async forget(addresses: readonly KeyValue[]): Promise<string[]> {
      if (addresses.length === 0) return [];
      const rows = await executor.run<{ id: string }>(
        'forget_waiting_submissions',
        `delete from waiting_submissions
          where workspace_id = $1 and confirmed_at is null and subject_hashes && $2::text[] returning id`,
        [workspaceId, hashesOf(addresses)],
      );
      return rows.map(({ id }) => id);
    },
    /** Removes those of a form that is deleted; returns their ids. */
    async forgetForm(formId: string): Promise<string[]> {
      const rows = await executor.run<{ id: string }>(
        'forget_form_submissions',
        'delete from waiting_submissions where workspace_id = $1 and form_id = $2 returning id',
        [workspaceId, formId],
      );
      return rows.map(({ id }) => id);
    },
  };
}
