import { and, eq } from 'drizzle-orm';
import type { QueuePass } from '../../core/assignment/queue-order.js';
import type { Workspace } from '../../core/workspaces.js';
import type { Executor } from '../executor.js';
import { withoutKey } from '../rows.js';
import { workspaces } from '../schema/workspaces.js';

/** The columns of the head row that a write reads when it locks the workspace. */
export type WorkspaceHead = Pick<
  Workspace,
  | 'eventSequence'
  | 'configVersion'
  | 'defaultCountry'
  | 'timeZone'
  | 'clockOffset'
  | 'queuePass'
  | 'hasConsents'
  | 'hasSuppressions'
>;

/** Takes the workspace's write lock. A write makes all its decisions under it. */
export async function lockWorkspace(executor: Executor, workspaceId: string): Promise<WorkspaceHead | undefined> {
  const [row] = await executor.run<HeadColumns>(
    'lock_workspace',
    `select event_sequence, config_version, default_country, time_zone, clock_offset, queue_pass, has_consents, has_suppressions
       from workspaces where id = $1 for no key update`,
    [workspaceId],
  );
  if (!row) return undefined;
  return {
    eventSequence: Number(row.event_sequence),
    configVersion: row.config_version,
    defaultCountry: row.default_country,
    timeZone: row.time_zone,
    clockOffset: row.clock_offset === null ? null : Number(row.clock_offset),
    queuePass: row.queue_pass,
    hasConsents: row.has_consents,
    hasSuppressions: row.has_suppressions,
  };
}

interface HeadColumns {
  event_sequence: string;
  config_version: number;
  default_country: string | null;
  time_zone: string | null;
  clock_offset: string | null;
  queue_pass: QueuePass | null;
  has_consents: boolean | null;
  has_suppressions: boolean | null;
}

/** What published policies compare beyond the lead and its events: one text, which differs when that does, and begins with `touches` if they compare these. */
export const COMPARED = `(select case when compares_touches then 'touches ' else '' end || coalesce(compared_properties::text, '')
   from workspaces where id = $1)`;

export function writeHead(executor: Executor, workspaceId: string, eventCount: number, configChanged: boolean) {
  return executor.run(
    'write_head',
    'update workspaces set event_sequence = event_sequence + $2::bigint, config_version = config_version + $3::int where id = $1',
    [workspaceId, eventCount, configChanged ? 1 : 0],
  );
}

export async function insertWorkspace({ orm }: Executor, row: Workspace): Promise<void> {
  await orm.insert(workspaces).values(row);
}

export function workspacesRepository(executor: Executor, workspaceId: string) {
  const { orm } = executor;
  return {
    async find(): Promise<Workspace | undefined> {
      const [row] = await orm.select().from(workspaces).where(eq(workspaces.id, workspaceId));
      return row;
    },
    setClockOffset: (clockOffset: number): Promise<unknown> =>
      orm.update(workspaces).set({ clockOffset }).where(eq(workspaces.id, workspaceId)),
    setQueuePass: (pass: QueuePass | null): Promise<unknown> =>
      executor.run('set_queue_pass', 'update workspaces set queue_pass = $2::jsonb where id = $1', [
        workspaceId,
        pass && JSON.stringify(pass),
      ]),
    /** Which details of engagement events are loaded for decisions (undefined: none), and whether touches are. */
    setCompared: (properties: readonly string[] | undefined, touches: boolean): Promise<unknown> =>
      executor.run(
        'set_compared',
        'update workspaces set compared_properties = $2::text[], compares_touches = $3 where id = $1',
        [workspaceId, properties ?? null, touches],
      ),
    /** `text` is `COMPARED`. */
    async compared(): Promise<{ text: string; touches: boolean }> {
      const [row] = await executor.run<{ text: string }>('compared', `select ${COMPARED} as text`, [workspaceId]);
      const { text = '' } = row ?? {};
      return { text, touches: text.startsWith('touches ') };
    },
    /** Differs after each change that decisions depend on; undefined: there is no such workspace. */
    async configVersion(): Promise<number | undefined> {
      const text = 'select config_version as version from workspaces where id = $1';
      const [row] = await executor.run<{ version: number }>('config_version', text, [workspaceId]);
      return row?.version;
    },
    async update(version: number, changes: Partial<Workspace>): Promise<boolean> {
      const rows = await orm
        .update(workspaces)
        .set(withoutKey(changes))
        .where(and(eq(workspaces.id, workspaceId), eq(workspaces.version, version)))
        .returning({ id: workspaces.id });
      return rows.length === 1;
    },
  };
}
