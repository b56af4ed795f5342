import { type AnyColumn, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { FieldCondition } from '../../core/condition.js';
import { holdsWhenAbsent } from '../../core/conditions/value-tests.js';
import { leads } from '../schema/leads.js';
import { campaigns, sources } from '../schema/sources.js';
import { enumTest, textTest } from './field-tests.js';

/** The columns of a table with the ids of source and campaign. */
export interface OriginColumns {
  sourceId: AnyColumn;
  campaignId?: AnyColumn;
}

interface Origin {
  table: PgTable;
  workspaceId: AnyColumn;
  id: AnyColumn;
  survivorId: AnyColumn;
  column: AnyColumn;
  /** Which of `OriginColumns` has the id of its row. */
  reference: keyof OriginColumns;
  test: typeof textTest;
}

const OF_SOURCE = {
  ...{ table: sources, workspaceId: sources.workspaceId, id: sources.id, survivorId: sources.survivorId },
  reference: 'sourceId',
} as const;
const ORIGINS: Readonly<Record<string, Origin>> = {
  'source.channel': { ...OF_SOURCE, column: sources.channel, test: enumTest },
  'source.name': { ...OF_SOURCE, column: sources.name, test: textTest },
  'source.campaign': {
    ...{ table: campaigns, workspaceId: campaigns.workspaceId, id: campaigns.id, survivorId: campaigns.survivorId },
    ...{ reference: 'campaignId', column: campaigns.name, test: textTest },
  },
};

/**
 * A comparison of a field of the source or campaign, of a lead the first, or of what survived its merges; never null. The few sources are tested once, so that the indexes
 * of their ids find the rows. Undefined for other fields.
 */
export function sourceFieldSql(
  field: string,
  { operator, value }: Pick<FieldCondition, 'operator' | 'value'>,
  ofWorkspace: string,
  columns: OriginColumns = leads,
): SQL | undefined {
  const origin = ORIGINS[field];
  const reference = origin && columns[origin.reference];
  if (origin === undefined || reference === undefined) return undefined;
  const { table, workspaceId, id, survivorId, column, test } = origin;
  const held = sql`coalesce(${test(sql`coalesce(survivor.${sql.identifier(column.name)}, ${column})`, operator, value)}, ${holdsWhenAbsent(operator)})`;
  const one = sql`${reference} = any(array(select ${id} from ${table}
    left join ${table} survivor on survivor.workspace_id = ${workspaceId} and survivor.id = ${survivorId}
    where ${workspaceId} = ${ofWorkspace} and ${held}))`;
  return holdsWhenAbsent(operator) ? sql`(${reference} is null or ${one})` : sql`(${reference} is not null and ${one})`;
}
