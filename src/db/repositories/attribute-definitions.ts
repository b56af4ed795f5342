import { and, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { attributeNameKey, type StoredAttribute } from '../../core/attributes/definition.js';
import type { AttributeType } from '../../core/attributes/kind.js';
import type { PolicyKind } from '../../core/policies/policy.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { attributeDefinitions } from '../schema/attribute-definitions.js';
import { leads } from '../schema/leads.js';
import { bindingOf, type ListRequest, matching, newestFirst, type Page } from './lists.js';
import { resourceRows } from './resource-rows.js';

export interface AttributeFilter {
  type?: AttributeType | undefined;
  unique?: boolean | undefined;
  personal?: boolean | undefined;
  archived?: boolean | undefined;
}

/** A stored document with conditions. */
export interface Mention {
  kind: 'segment' | 'webhook_endpoint' | 'lead' | PolicyKind;
  /** Of a policy its version, of an endpoint and a lead its id. */
  name: string;
  document: unknown;
}

const writer = rowWriter(attributeDefinitions, ['workspace_id', 'id']);
const table = attributeDefinitions;

export function attributeDefinitionsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  return {
    ...resourceRows<StoredAttribute>(executor, table, workspaceId),
    insert: (row: StoredAttribute) => writer.insert(executor, [row]),
    async findByName(name: string): Promise<StoredAttribute | undefined> {
      const [row] = await executor.orm
        .select()
        .from(table)
        .where(
          and(eq(table.workspaceId, workspaceId), eq(table.nameKey, attributeNameKey(name)), eq(table.name, name)),
        );
      return row;
    },
    /** Whether any lead has a value of this name, also null. It reads the attributes of all leads. */
    async isUsed(name: string): Promise<boolean> {
      const [row] = await executor.orm
        .select({ id: leads.id })
        .from(leads)
        .where(and(eq(leads.workspaceId, workspaceId), sql`${leads.attributes} -> ${name}::text is not null`))
        .limit(1);
      return row !== undefined;
    },
    /** What is stored with conditions that mention the attribute: segments, published policies, webhook endpoints and parked leads. */
    async mentionsOf(name: string): Promise<Mention[]> {
      const rows = await executor.run<Omit<Mention, 'document'> & { document: string }>(
        'mentions_of_attribute',
        `select 'segment' as kind, name, condition::text as document from segments
          where workspace_id = $1 and position($2 in condition::text) > 0
         union all
         select kind, version::text, document::text from policies
          where workspace_id = $1 and status = 'published' and position($2 in document::text) > 0
         union all
         select 'webhook_endpoint', id::text, "where"::text from webhook_endpoints
          where workspace_id = $1 and position($2 in "where"::text) > 0
         union all
         select 'lead', id::text, (lifecycle #> '{parked,wakeWhen,condition}')::text from leads
          where workspace_id = $1 and category = 'parked' and position($2 in (lifecycle #> '{parked,wakeWhen,condition}')::text) > 0`,
        [workspaceId, `"attributes.${name}"`],
      );
      return rows.map((row) => ({ ...row, document: JSON.parse(row.document) }));
    },
    list({ archived, ...filter }: AttributeFilter, request: ListRequest): Promise<Page<StoredAttribute>> {
      const where: (SQL | undefined)[] = matching(table, filter);
      if (archived !== undefined) where.push(archived ? isNotNull(table.archivedAt) : isNull(table.archivedAt));
      return newestFirst(
        { executor, workspaceId, cursors },
        { table, key: 'id', binding: bindingOf('attribute_definitions', { archived, ...filter }), where, request },
      );
    },
  };
}
