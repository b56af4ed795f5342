import { and, desc, eq, isNotNull, isNull, lt } from 'drizzle-orm';
import type { Pool } from 'pg';
import type { ApiKey } from '../../core/api-keys/api-key.js';
import type { JobKind } from '../../core/job-kinds.js';
import type { TimerKind } from '../../core/timers.js';
import type { Workspace } from '../../core/workspaces.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { apiKeyDirectory, apiKeys } from '../schema/api-keys.js';
import { deployment, workspaces } from '../schema/workspaces.js';
import { createPoll, mayBePartial, type Poll } from '../workspace-polls.js';
import { takeDueBackfills } from './connector-backfills.js';
import { purgeConnectorPayloads, takeDuePayloads } from './connector-payloads.js';
import { findConnectorByHash } from './connectors.js';
import { dueConsentPasses } from './consent-passes.js';
import { purgeExportFiles } from './export-files.js';
import { readLeadFigures, readWorkFigures } from './figures.js';
import { oldImports } from './import-purge.js';
import { dueJobs } from './jobs.js';
import { dueLeadStepPasses } from './lead-step-passes.js';
import { bindingOf, type ListRequest, type Page, pageOf } from './lists.js';
import { duePasses, removedSegments } from './segments.js';
import { dueStageChangePasses } from './stage-changes.js';
import { dueTargetChecks } from './targets.js';
import { dueTimers } from './timers.js';
import { purgeVisitorEvents } from './visitor-events.js';
import { dueWebhookEndpoints } from './webhook-endpoints.js';
import { purgeWebhookAttempts, purgeWebhookDeliveries } from './webhook-purge.js';

export type DeploymentRepository = ReturnType<typeof deploymentRepository>;

/** The only queries that span workspaces. */
export function deploymentRepository(executor: Executor, cursors: CursorCodec) {
  const poll = createPoll(executor);
  return {
    async findKeyByHash(hash: string): Promise<ApiKey | undefined> {
      const { orm } = executor;
      const [found] = await orm.select().from(apiKeyDirectory).where(eq(apiKeyDirectory.hash, hash));
      if (!found) return undefined;
      const [row] = await orm
        .select()
        .from(apiKeys)
        .where(and(eq(apiKeys.workspaceId, found.workspaceId), eq(apiKeys.id, found.keyId)));
      return row;
    },
    /** Whether there is such a key, by the directory alone. */
    hasKey: async (hash: string): Promise<boolean> =>
      (await executor.orm.$count(apiKeyDirectory, eq(apiKeyDirectory.hash, hash))) > 0,
    namesOrigin: (origin: string, now: Date) => namesOrigin(executor, origin, now),
    /** The number of the last event of each workspace. */
    async lastSequences(workspaceIds: readonly string[]): Promise<Map<string, number>> {
      const rows = await lastSequences(executor, workspaceIds).catch(async (error: unknown) => {
        if (!mayBePartial(error) || workspaceIds.length === 1) throw error;
        const apart = workspaceIds.map((id) => lastSequences(executor, [id]).catch(() => []));
        return (await Promise.all(apart)).flat();
      });
      return new Map(rows.map(({ id, last }) => [id, Number(last)]));
    },
    /** Locks the deployment, for work that happens once per deployment; needs the row that `deploymentCursorSecret` makes. */
    async lock(): Promise<void> {
      await executor.orm.select({ id: deployment.id }).from(deployment).where(eq(deployment.id, 1)).for('update');
    },
    /** The workspace that was made first; undefined while there is none. */
    firstWorkspace: () => firstWorkspace(executor),
    /** Whether what belongs to no workspace can be read. */
    answers: () =>
      executor.run('deployment_answers', 'select 1 from deployment limit 1', []).then(
        () => true,
        () => false,
      ),
    ...purges(executor),
    readWorkFigures: (now: number) => readWorkFigures(executor, now),
    readLeadFigures: () => readLeadFigures(executor),
    ...connectorStatements(executor, poll),
    dueJobs: (now: number, kinds: readonly JobKind[], limit: number) =>
      poll(limit, (workspaceId) => dueJobs(executor, now, kinds, limit, workspaceId)),
    ...passStatements(executor, poll),
    dueTimers: (now: number, kinds: readonly TimerKind[], limit: number) =>
      poll(limit, (workspaceId) => dueTimers(executor, now, kinds, limit, workspaceId)),
    dueWebhookEndpoints: (now: Date, limit: number) =>
      poll(limit, (workspaceId) => dueWebhookEndpoints(executor, now, limit, workspaceId)),
    listWorkspaces: (filter: WorkspaceFilter, request: ListRequest) =>
      listWorkspaces({ executor, cursors }, filter, request),
  };
}

const passStatements = (executor: Executor, poll: Poll) => ({
  duePasses: (now: number, limit: number) =>
    poll(limit, (workspaceId) => duePasses(executor, new Date(now), limit, workspaceId)),
  dueConsentPasses: (limit: number) => poll(limit, (workspaceId) => dueConsentPasses(executor, limit, workspaceId)),
  dueStageChangePasses: (limit: number) =>
    poll(limit, (workspaceId) => dueStageChangePasses(executor, limit, workspaceId)),
  dueLeadStepPasses: (limit: number) => poll(limit, (workspaceId) => dueLeadStepPasses(executor, limit, workspaceId)),
  dueTargetChecks: (now: number, limit: number) =>
    poll(limit, (workspaceId) => dueTargetChecks(executor, new Date(now), limit, workspaceId)),
});

/** Statements that remove what is old, in all workspaces. */
const purges = (executor: Executor) => ({
  /** Deletes at most `limit` answers of any workspace from before `before`; returns how many. */
  async purgeIdempotencyKeys(before: Date, limit: number): Promise<number> {
    const gone = await executor.run<{ key: string }>(
      'purge_idempotency_keys',
      `delete from idempotency_keys where (workspace_id, principal_id, key) in
           (select workspace_id, principal_id, key from idempotency_keys where created_at < $1 limit $2) returning key`,
      [before, limit],
    );
    return gone.length;
  },
  purgeOperationLeads: (before: Date, limit: number) => purgeOperationLeads(executor, before, limit),
  purgeWebhookDeliveries: (before: Date, limit: number) => purgeWebhookDeliveries(executor, before, limit),
  purgeWebhookAttempts: (before: Date, limit: number) => purgeWebhookAttempts(executor, before, limit),
  purgeVisitorEvents: (before: Date, limit: number) => purgeVisitorEvents(executor, before, limit),
  purgeExportFiles: (now: Date, limit: number) => purgeExportFiles(executor, now, limit),
  oldImports: (before: { before: Date; cut: Date }, limit: number) => oldImports(executor, before, limit),
  removedSegments: () => removedSegments(executor),
});

const connectorStatements = (executor: Executor, poll: Poll) => ({
  findConnectorByHash: (hash: string) => findConnectorByHash(executor, hash),
  takeDueBackfills: (due: Parameters<typeof takeDueBackfills>[1]) =>
    poll(due.limit, (workspaceId) => takeDueBackfills(executor, due, workspaceId)),
  takeDuePayloads: (due: Parameters<typeof takeDuePayloads>[1]) =>
    poll(due.limit, (workspaceId) => takeDuePayloads(executor, due, workspaceId)),
  purgeConnectorPayloads: (before: Date, limit: number) => purgeConnectorPayloads(executor, before, limit),
});

export interface WorkspaceFilter {
  sandbox?: boolean | undefined;
}

const lastSequences = (executor: Executor, workspaceIds: readonly string[]): Promise<{ id: string; last: string }[]> =>
  executor.run('last_sequences', 'select id, event_sequence as last from workspaces where id = any($1::uuid[])', [
    workspaceIds,
  ]);

/** By the directory of keys: another server of the database may not answer, and a process starts all the same. */
async function firstWorkspace(executor: Executor): Promise<Pick<Workspace, 'id'> | undefined> {
  const [row] = await executor.run<{ id: string | null }>(
    'first_workspace',
    'select workspace_id as id from api_key_directory order by workspace_id limit 1',
    [],
  );
  return row?.id ? { id: row.id } : undefined;
}

/** Newest first. */
function listWorkspaces(
  { executor, cursors }: { executor: Executor; cursors: CursorCodec },
  filter: WorkspaceFilter,
  request: ListRequest,
): Promise<Page<Workspace>> {
  const { sandbox } = filter;
  const wanted = sandbox === undefined ? undefined : (sandbox ? isNotNull : isNull)(workspaces.clockOffset);
  return pageOf(
    cursors,
    bindingOf('deployment|workspaces', filter),
    request,
    (row) => [row.id],
    async (after, take) => {
      const older = after && lt(workspaces.id, String(after[0]));
      return executor.orm.select().from(workspaces).where(and(wanted, older)).orderBy(desc(workspaces.id)).limit(take);
    },
  );
}

/** Whether a publishable key that is neither revoked nor expired names the origin. */
async function namesOrigin(executor: Executor, origin: string, now: Date): Promise<boolean> {
  const [row] = await executor.run<{ named: boolean }>(
    'names_origin',
    `select exists (select from api_keys
       where allowed_origins <> '{}' and allowed_origins @> array[$1] and kind = 'capture'
         and (revoked_at is null or revoked_at > $2) and (expires_at is null or expires_at > $2)) as named`,
    [origin, now],
  );
  return row?.named === true;
}

/** The cursor secret before there is a store: a store needs it to be built. Written by the first process only. */
export async function deploymentCursorSecret(pool: Pool, candidate: string): Promise<string> {
  const find = async () => {
    const { rows } = await pool.query<{ cursor_secret: string }>('select cursor_secret from deployment where id = 1');
    return rows[0]?.cursor_secret;
  };
  const known = await find();
  if (known !== undefined) return known;
  await pool.query('insert into deployment (id, cursor_secret) values (1, $1) on conflict do nothing', [candidate]);
  const made = await find();
  if (made === undefined) throw new Error('the deployment row is gone');
  return made;
}

/** The key of the hashes of addresses, made where there is none by the first process. */
export async function deploymentContactSecret(pool: Pool, random: () => string): Promise<string> {
  const find = async () => {
    const { rows } = await pool.query<{ secret: string | null }>(
      'select contact_secret as secret from deployment where id = 1',
    );
    return rows[0]?.secret;
  };
  const known = await find();
  if (known) return known;
  await pool.query('insert into deployment (id, cursor_secret) values (1, $1) on conflict do nothing', [random()]);
  await pool.query('update deployment set contact_secret = $1 where id = 1 and contact_secret is null', [random()]);
  const made = await find();
  if (!made) throw new Error('the deployment row is gone');
  return made;
}

/** Deletes at most `limit` leads of bulk changes from before `before`; returns how many. */
async function purgeOperationLeads(executor: Executor, before: Date, limit: number): Promise<number> {
  const gone = await executor.run<{ at: Date }>(
    'purge_operation_leads',
    `delete from operation_leads where (workspace_id, operation_id, lead_id) in
       (select workspace_id, operation_id, lead_id from operation_leads where at < $1 limit $2) returning at`,
    [before, limit],
  );
  return gone.length;
}
