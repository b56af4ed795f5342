import { type SQL, sql } from 'drizzle-orm';
import { leads } from '../schema/leads.js';
import { segmentMembers } from '../schema/segments.js';

/** Whether the lead of the row is in the segment. */
export function isMemberSql(segmentId: string, workspaceId: string): SQL {
  const m = segmentMembers;
  return sql`exists (select from ${m} where ${m.workspaceId} = ${workspaceId}::uuid and ${m.segmentId} = ${segmentId}::uuid and ${m.leadId} = ${leads.id})`;
}
