import { type AnyColumn, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { FieldCondition } from '../../core/condition.js';
import { holdsWhenAbsent } from '../../core/conditions/compile.js';
import { leads } from '../schema/leads.js';
import { campaigns, sources } from '../schema/sources.js';
import { enumTest, textTest } from './field-tests.js';

interface Origin {
  table: PgTable;
  workspaceId: AnyColumn;
  id: AnyColumn;
  column: AnyColumn;
  /** The id of its row in a lead. */
  ofLead: AnyColumn;
  test: typeof textTest;
}

const OF_SOURCE = { table: sources, workspaceId: sources.workspaceId, id: sources.id, ofLead: leads.sourceId };
const ORIGINS: Readonly<Record<string, Origin>> = {
  'source.channel': { ...OF_SOURCE, column: sources.channel, test: enumTest },
  'source.name': { ...OF_SOURCE, column: sources.name, test: textTest },
  'source.campaign': {
    ...{ table: campaigns, workspaceId: campaigns.workspaceId, id: campaigns.id, ofLead: leads.campaignId },
    ...{ column: campaigns.name, test: textTest },
  },
};

/**
 * A comparison of a field of the first source or campaign; never null. The few sources are tested once, so that the indexes of their ids
 * find the leads. Undefined for other fields.
 */
export function sourceFieldSql(
  field: string,
  { operator, value }: Pick<FieldCondition, 'operator' | 'value'>,
  ofWorkspace: string,
): SQL | undefined {
  const origin = ORIGINS[field];
  if (origin === undefined) return undefined;
  const { table, workspaceId, id, column, ofLead, test } = origin;
  const held = sql`coalesce(${test(sql`${column}`, operator, value)}, ${holdsWhenAbsent(operator)})`;
  const one = sql`${ofLead} = any(array(select ${id} from ${table} where ${workspaceId} = ${ofWorkspace} and ${held}))`;
  return holdsWhenAbsent(operator) ? sql`(${ofLead} is null or ${one})` : sql`(${ofLead} is not null and ${one})`;
}
