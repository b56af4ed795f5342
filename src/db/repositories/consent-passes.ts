import type { Executor } from '../executor.js';

/** How far the pass of a workspace is: which records it reads, and the last one that is done. */
export interface ConsentPass {
  records: 'leads' | 'customers';
  afterId: string;
}

/** The records of a part of a pass. `statedIds`: those with a consent or a bounced address. */
export interface ConsentPassPart {
  lastId: string;
  count: number;
  statedIds: string[];
}

const STATED = {
  leads:
    "email_consent in ('granted', 'denied') or phone_consent in ('granted', 'denied') or email_bounced_at is not null",
  customers:
    "facts ->> 'emailConsent' in ('granted', 'denied') or facts ->> 'phoneConsent' in ('granted', 'denied') or facts ->> 'emailBouncedAt' is not null",
};

const partOf = (records: ConsentPass['records']): string => `with part as (
    select id, ${STATED[records]} as stated from ${records} where workspace_id = $1 and id > $2 order by id limit $3)
  select (select id from part order by id desc limit 1) as "lastId", count(*)::int as count,
         coalesce(array_agg(id) filter (where stated), '{}') as "statedIds" from part`;

/** Passes over the leads and customers from before there was a ledger of consents. */
export function consentPassesRepository(executor: Executor, workspaceId: string) {
  return {
    /** Undefined: the pass is complete. */
    async find(): Promise<ConsentPass | undefined> {
      const [row] = await executor.run<ConsentPass>(
        'consent_pass',
        'select records, after_id as "afterId" from consent_passes where workspace_id = $1',
        [workspaceId],
      );
      return row;
    },
    /** The next records in the order of ids; undefined: there are none. */
    async part({ records, afterId }: ConsentPass, limit: number): Promise<ConsentPassPart | undefined> {
      const [row] = await executor.run<ConsentPassPart>(`consent_pass_${records}`, partOf(records), [
        workspaceId,
        afterId,
        limit,
      ]);
      return row && row.count > 0 ? row : undefined;
    },
    save: ({ records, afterId }: ConsentPass): Promise<unknown> =>
      executor.run(
        'save_consent_pass',
        'update consent_passes set records = $2, after_id = $3 where workspace_id = $1',
        [workspaceId, records, afterId],
      ),
    end: (): Promise<unknown> =>
      executor.run('end_consent_pass', 'delete from consent_passes where workspace_id = $1', [workspaceId]),
  };
}

/** Workspaces whose pass is not complete, of all or of one. */
export async function dueConsentPasses(executor: Executor, limit: number, workspaceId?: string): Promise<string[]> {
  const rows = await executor.run<{ workspaceId: string }>(
    workspaceId === undefined ? 'due_consent_passes' : 'due_consent_passes_of_one',
    `select workspace_id as "workspaceId" from consent_passes ${workspaceId === undefined ? '' : 'where workspace_id = $2'}
      order by workspace_id limit $1`,
    workspaceId === undefined ? [limit] : [limit, workspaceId],
  );
  return rows.map(({ workspaceId }) => workspaceId);
}
