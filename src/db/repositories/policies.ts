import { and, eq, max, type SQL } from 'drizzle-orm';
import { countsDays, withZone } from '../../core/conditions/zone-days.js';
import type { Policy, PolicyKind } from '../../core/policies/policy.js';
import { expandDocument, lookupOf, segmentIdsIn } from '../../core/segments/expand.js';
import type { Segment } from '../../core/segments/segment.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { policies } from '../schema/policies.js';
import { bindingOf, type ListRequest, matching, newestFirst, type Page } from './lists.js';
import { segmentsRepository } from './segments.js';
import { workspaceZone } from './workspace-zone.js';

export interface PolicyFilter {
  status?: string | undefined;
  /** The product line of a score model, or the key of a sequence. */
  productLine?: string | undefined;
}

/** A version is stored with the document of its kind, and versions are found by kind. */
const ofOneKind = <Kind extends PolicyKind>(rows: Policy[]): Policy<Kind>[] => rows as Policy<Kind>[];

interface Settings {
  segments: () => Promise<Segment[]>;
  /** The name of the workspace's zone. */
  timeZone: () => Promise<string>;
}

/** The documents as decisions read them: with the conditions of the segments that they name, and the zone of the days that they count. */
async function asDecided(rows: Policy[], { segments, timeZone }: Settings): Promise<Policy[]> {
  const namesSegments = rows.some(({ document }) => segmentIdsIn(document).length > 0);
  const find = namesSegments ? lookupOf(await segments()) : () => undefined;
  const expanded = rows.map((row) => ({ ...row, document: expandDocument(row.document, find) }));
  if (!countsDays(expanded.map(({ document }) => document))) return expanded;
  const zone = await timeZone();
  return expanded.map((row) => ({ ...row, document: withZone(row.document, zone) }));
}

function settingsOf(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const { all } = segmentsRepository(executor, workspaceId, cursors);
  const { timeZoneAt } = workspaceZone(executor, workspaceId);
  return (asOf?: number): Settings => ({ segments: all, timeZone: () => timeZoneAt(asOf) });
}

const rowsOfKind =
  ({ orm }: Executor, workspaceId: string) =>
  (kind: PolicyKind, which: SQL): Promise<Policy[]> =>
    orm
      .select()
      .from(policies)
      .where(and(eq(policies.workspaceId, workspaceId), eq(policies.kind, kind), which));

function decidingReads(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const rowsOf = rowsOfKind(executor, workspaceId);
  const settingsAt = settingsOf(executor, workspaceId, cursors);
  return {
    /** As decisions read them: with the conditions of the segments that they name, and with the zone whose days they count. */
    async published(): Promise<Policy[]> {
      const rows = await executor.orm
        .select()
        .from(policies)
        .where(and(eq(policies.workspaceId, workspaceId), eq(policies.status, 'published')));
      return asDecided(rows, settingsAt());
    },
    /** One version, in the same way; with `asOf` (epoch milliseconds) by the days of the zone at that instant. */
    async forDecision<Kind extends PolicyKind>(
      kind: Kind,
      version: number,
      asOf?: number,
    ): Promise<Policy<Kind> | undefined> {
      const rows = await rowsOf(kind, eq(policies.version, version));
      return ofOneKind<Kind>(await asDecided(rows, settingsAt(asOf)))[0];
    },
    /** The published version of a kind that has one for the whole workspace. */
    async publishedOf<Kind extends PolicyKind>(kind: Kind): Promise<Policy<Kind> | undefined> {
      const rows = await rowsOf(kind, eq(policies.status, 'published'));
      return ofOneKind<Kind>(await asDecided(rows, settingsAt()))[0];
    },
  };
}

export function policiesRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const ofKind = (kind: PolicyKind) => and(eq(policies.workspaceId, workspaceId), eq(policies.kind, kind));
  const rowsOf = rowsOfKind(executor, workspaceId);
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
    ...decidingReads(executor, workspaceId, cursors),
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
