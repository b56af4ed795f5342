import { and, eq, max, type SQL } from 'drizzle-orm';
import type { Policy, PolicyKind } from '../../core/policies/policy.js';
import { expandDocument, lookupOf, segmentIdsIn } from '../../core/segments/expand.js';
import type { Segment } from '../../core/segments/segment.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { policies } from '../schema/policies.js';
import { bindingOf, type ListRequest, matching, newestFirst, type Page } from './lists.js';
import { segmentsRepository } from './segments.js';

export interface PolicyFilter {
  status?: string | undefined;
  /** The product line of a score model, or the key of a sequence. */
  productLine?: string | undefined;
}

/** A version is stored with the document of its kind, and versions are found by kind. */
const ofOneKind = <Kind extends PolicyKind>(rows: Policy[]): Policy<Kind>[] => rows as Policy<Kind>[];

/** The documents with the conditions of the segments that they name. */
async function withSegments(rows: Policy[], readSegments: () => Promise<Segment[]>): Promise<Policy[]> {
  if (rows.every(({ document }) => segmentIdsIn(document).length === 0)) return rows;
  const find = lookupOf(await readSegments());
  return rows.map((row) => ({ ...row, document: expandDocument(row.document, find) }));
}

export function policiesRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const ofKind = (kind: PolicyKind) => and(eq(policies.workspaceId, workspaceId), eq(policies.kind, kind));
  const segments = segmentsRepository(executor, workspaceId, cursors);
  const rowsOf = (kind: PolicyKind, which: SQL) =>
    executor.orm
      .select()
      .from(policies)
      .where(and(ofKind(kind), which));
  const retire = async (kind: PolicyKind, productLine: string, at: Date): Promise<void> => {
    await executor.orm
      .update(policies)
      .set({ status: 'retired', retiredAt: at })
      .where(and(ofKind(kind), eq(policies.productLine, productLine), eq(policies.status, 'published')));
  };
  return {
    async insert(row: Policy): Promise<void> {
      await executor.orm.insert(policies).values(row);
    },
    async find<Kind extends PolicyKind>(kind: Kind, version: number): Promise<Policy<Kind> | undefined> {
      const rows = await rowsOf(kind, eq(policies.version, version));
      return ofOneKind<Kind>(rows)[0];
    },
    /** As decisions read them: with the conditions of the segments that they name. */
    async published(): Promise<Policy[]> {
      const rows = await executor.orm
        .select()
        .from(policies)
        .where(and(eq(policies.workspaceId, workspaceId), eq(policies.status, 'published')));
      return withSegments(rows, segments.all);
    },
    /** One version, in the same way. */
    async forDecision<Kind extends PolicyKind>(kind: Kind, version: number): Promise<Policy<Kind> | undefined> {
      const rows = await rowsOf(kind, eq(policies.version, version));
      return ofOneKind<Kind>(await withSegments(rows, segments.all))[0];
    },
    /** The published version of a kind that has one for the whole workspace. */
    async publishedOf<Kind extends PolicyKind>(kind: Kind): Promise<Policy<Kind> | undefined> {
      const rows = await rowsOf(kind, eq(policies.status, 'published'));
      return ofOneKind<Kind>(await withSegments(rows, segments.all))[0];
    },
    async nextVersion(kind: PolicyKind): Promise<number> {
      const select = executor.orm.select({ last: max(policies.version) });
      const [row] = await select.from(policies).where(ofKind(kind));
      return (row?.last ?? 0) + 1;
    },
    /** Retires the published version and publishes `version`; one published version per kind and line at any instant. */
    async publish({ kind, version, productLine }: Policy, at: Date): Promise<void> {
      await retire(kind, productLine, at);
      await executor.orm
        .update(policies)
        .set({ status: 'published', publishedAt: at, retiredAt: null })
        .where(and(ofKind(kind), eq(policies.version, version)));
    },
    /** Retires the published version of the kind and line, if any. */
    retire,
    async list<Kind extends PolicyKind>(
      kind: Kind,
      filter: PolicyFilter,
      request: ListRequest,
    ): Promise<Page<Policy<Kind>>> {
      const where = [eq(policies.kind, kind), ...matching(policies, filter)];
      const page = await newestFirst(
        { executor, workspaceId, cursors },
        { table: policies, key: 'version', binding: bindingOf(kind, filter), where, request },
      );
      return { ...page, rows: ofOneKind<Kind>(page.rows) };
    },
  };
}
