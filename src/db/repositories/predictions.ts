import { and, desc, eq, lte, max } from 'drizzle-orm';
import type { Category } from '../../core/leads/vocabulary.js';
import type { PredictionSettings, TrainedModel } from '../../core/prediction/trained-model.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { predictionModels, predictionSettings } from '../schema/predictions.js';
import { bindingOf, type ListRequest, matching, newestFirst, type Page } from './lists.js';

export interface ModelFilter {
  status?: string | undefined;
  verdict?: string | undefined;
  trainedBy?: string | undefined;
}

export function predictionModelsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const { orm } = executor;
  const table = predictionModels;
  const ours = eq(table.workspaceId, workspaceId);
  return {
    async insert(row: TrainedModel): Promise<void> {
      await orm.insert(table).values(row);
    },
    async find(version: number): Promise<TrainedModel | undefined> {
      const [row] = await orm
        .select()
        .from(table)
        .where(and(ours, eq(table.version, version)));
      return row;
    },
    async published(): Promise<TrainedModel | undefined> {
      const [row] = await orm
        .select()
        .from(table)
        .where(and(ours, eq(table.status, 'published')));
      return row;
    },
    /** The last trained model, refused or not; `until`: trained by then, epoch milliseconds. */
    async latest(until?: number): Promise<TrainedModel | undefined> {
      const inTime = until === undefined ? undefined : lte(table.trainedAt, new Date(until));
      const [row] = await orm.select().from(table).where(and(ours, inTime)).orderBy(desc(table.version)).limit(1);
      return row;
    },
    async nextVersion(): Promise<number> {
      const [row] = await orm
        .select({ last: max(table.version) })
        .from(table)
        .where(ours);
      return (row?.last ?? 0) + 1;
    },
    async update(version: number, changes: Partial<TrainedModel>): Promise<void> {
      await orm
        .update(table)
        .set(changes)
        .where(and(ours, eq(table.version, version)));
    },
    list(filter: ModelFilter, request: ListRequest): Promise<Page<TrainedModel>> {
      const binding = bindingOf('prediction_models', filter);
      const where = matching(table, filter);
      return newestFirst({ executor, workspaceId, cursors }, { table, key: 'version', binding, where, request });
    },
  };
}

export function predictionSettingsRepository({ orm }: Executor, workspaceId: string) {
  return {
    async find(): Promise<PredictionSettings | undefined> {
      const [row] = await orm.select().from(predictionSettings).where(eq(predictionSettings.workspaceId, workspaceId));
      return row;
    },
    async save(settings: PredictionSettings, updatedAt: Date): Promise<void> {
      const set = { ...settings, updatedAt };
      await orm
        .insert(predictionSettings)
        .values({ workspaceId, ...set })
        .onConflictDoUpdate({ target: predictionSettings.workspaceId, set });
    },
  };
}

/** Outcomes of leads, of those that are open again too. */
export function outcomesRepository(executor: Executor, workspaceId: string) {
  return {
    /** Leads that have been in the categories since after the instant (epoch milliseconds), or ended after it and are open again. */
    async countSince(categories: readonly Category[], since: number): Promise<number> {
      const [row] = await executor.run<{ count: string }>(
        'count_outcomes',
        `select (select count(*) from leads where workspace_id = $1 and category = any($2::text[])
                    and coalesce(category_since, created_at) > $3)
              + (select count(distinct l.id) from lead_outcomes o
                   join leads l on l.workspace_id = o.workspace_id and l.id = o.lead_id
                  where o.workspace_id = $1 and o.ended_at > $3 and l.category <> all($2::text[])) as count`,
        [workspaceId, categories, new Date(since)],
      );
      return Number(row?.count ?? 0);
    },
    /** The newest leads that are in the categories, or have ended and are open again. */
    async leadIds(categories: readonly Category[], limit: number): Promise<string[]> {
      const rows = await executor.run<{ id: string }>(
        'ids_with_outcomes',
        `select id from leads where workspace_id = $1 and category = any($2::text[])
          union select lead_id from lead_outcomes where workspace_id = $1 and lead_id is not null
          order by id desc limit $3`,
        [workspaceId, categories, limit],
      );
      return rows.map(({ id }) => id);
    },
    /** When each lead ended last, epoch milliseconds; leads that never ended are absent. */
    async lastEnds(leadIds: readonly string[]): Promise<Map<string, number>> {
      const rows = await executor.run<{ leadId: string; at: Date }>(
        'last_outcomes',
        `select lead_id as "leadId", max(ended_at) as at from lead_outcomes
          where workspace_id = $1 and lead_id = any($2::uuid[]) group by lead_id`,
        [workspaceId, leadIds],
      );
      return new Map(rows.map(({ leadId, at }) => [leadId, at.getTime()]));
    },
  };
}
