import { and, eq, max, type SQL } from 'drizzle-orm';
import { declaredAttributes } from '../../core/attributes/declared.js';
import type { StoredAttribute } from '../../core/attributes/definition.js';
import { declaredKinds } from '../../core/conditions/declared-fields.js';
import type { MergedOrigins } from '../../core/conditions/merged-sources.js';
import type { Policy, PolicyKind } from '../../core/policies/policy.js';
import { lookupOf } from '../../core/segments/expand.js';
import type { Segment } from '../../core/segments/segment.js';
import { asDecided, dependsOnSettings } from '../../core/segments/stored-conditions.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { policies } from '../schema/policies.js';
import { attributeDefinitionsRepository } from './attribute-definitions.js';
import { bindingOf, type ListRequest, matching, newestFirst, type Page } from './lists.js';
import { segmentsRepository } from './segments.js';
import { sourceMergesRepository } from './source-merges.js';
import { workspaceZone } from './workspace-zone.js';

export interface PolicyFilter {
  status?: string | undefined;
  /** The product line of a score model, or the key of a sequence. */
  productLine?: string | undefined;
}

/** A version is stored with the document of its kind, and versions are found by kind. */
const ofOneKind = <Kind extends PolicyKind>(rows: Policy[]): Policy<Kind>[] => rows as Policy<Kind>[];

interface Settings {
  merged: () => Promise<MergedOrigins | undefined>;
  segments: () => Promise<Segment[]>;
  definitions: () => Promise<StoredAttribute[]>;
  /** The name of the workspace's zone. */
  timeZone: () => Promise<string>;
}

/** The documents as decisions read them. Most depend on no setting; those that name segments, through these on the others. */
async function decidedRows(rows: Policy[], { segments, definitions, timeZone, merged }: Settings): Promise<Policy[]> {
  const documents = rows.map(({ document }) => document);
  if (!dependsOnSettings(documents)) return rows;
  const reads = [segments(), definitions(), timeZone(), merged()] as const;
  const [known, declared, zone, mergedOrigins] = await Promise.all(reads);
  const kinds = declaredKinds(declaredAttributes(declared, 'accepted'));
  const settings = { find: lookupOf(known), zone, kinds, merged: mergedOrigins };
  return rows.map((row) => ({ ...row, document: asDecided(row.document, settings) }));
}

function settingsOf(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const segments = segmentsRepository(executor, workspaceId, cursors).all;
  const definitions = attributeDefinitionsRepository(executor, workspaceId, cursors).all;
  const { timeZoneAt } = workspaceZone(executor, workspaceId);
  const { origins: merged } = sourceMergesRepository(executor, workspaceId);
  return (asOf?: number): Settings => ({ segments, definitions, merged, timeZone: () => timeZoneAt(asOf) });
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
    /** As decisions read them. */
    async published(): Promise<Policy[]> {
      const rows = await executor.orm
        .select()
        .from(policies)
        .where(and(eq(policies.workspaceId, workspaceId), eq(policies.status, 'published')));
      return decidedRows(rows, settingsAt());
    },
    /** One version, in the same way; with `asOf` (epoch milliseconds) by the days of the zone at that instant. */
    async forDecision<Kind extends PolicyKind>(
      kind: Kind,
      version: number,
      asOf?: number,
    ): Promise<Policy<Kind> | undefined> {
      const rows = await rowsOf(kind, eq(policies.version, version));
      return ofOneKind<Kind>(await decidedRows(rows, settingsAt(asOf)))[0];
    },
    /** The published version of a kind that has one for the whole workspace. */
    async publishedOf<Kind extends PolicyKind>(kind: Kind): Promise<Policy<Kind> | undefined> {
      const rows = await rowsOf(kind, eq(policies.status, 'published'));
      return ofOneKind<Kind>(await decidedRows(rows, settingsAt()))[0];
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
