import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { PolicyRow } from '../../db/repositories/policies.js';
import type { Store, WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { notFound } from '../versions.js';
import type { Write } from '../writes.js';
import { type PolicyDocuments, type PolicyKind, validateDocument } from './kinds.js';

export type Policy<Kind extends PolicyKind = PolicyKind> = Omit<PolicyRow, 'document'> & {
  document: PolicyDocuments[Kind];
};

export type PoliciesService<Kind extends PolicyKind = PolicyKind> = ReturnType<typeof policiesService<Kind>>;

/** The life of one kind of versioned document. A version's document never changes; publishing moves the pointer. */
export function policiesService<Kind extends PolicyKind>(kind: Kind, noun: string, store: Store, write: Write) {
  const typed = (row: PolicyRow) => row as Policy<Kind>;
  return {
    /** A new draft, with the next version number. */
    create(context: WriteContext, input: { name: string; document: PolicyDocuments[Kind] }): Promise<Policy<Kind>> {
      return write(context, async (scope) => {
        await assertWorkable(scope, kind, noun, input.document);
        const row: PolicyRow = {
          workspaceId: context.workspaceId,
          kind,
          version: await scope.policies.nextVersion(kind),
          status: 'draft',
          name: input.name,
          document: input.document,
          createdAt: new Date(scope.now),
          publishedAt: null,
          retiredAt: null,
        };
        await scope.policies.insert(row);
        scope.emit({
          type: `${kind}.created`,
          subjectKind: kind,
          subjectId: String(row.version),
          cause: 'api',
          after: { version: row.version, name: row.name },
        });
        return typed(row);
      });
    },
    async get(workspaceId: string, version: number): Promise<Policy<Kind>> {
      const row = await store.read(workspaceId).policies.find(kind, version);
      if (!row) throw notFound(noun);
      return typed(row);
    },
    async list(workspaceId: string, request: ListRequest): Promise<Page<Policy<Kind>>> {
      const page = await store.read(workspaceId).policies.list(kind, request);
      return { ...page, rows: page.rows.map(typed) };
    },
    /** From now on decisions rest on this version; the one before is retired and can be published again. */
    publish(context: WriteContext, version: number): Promise<Policy<Kind>> {
      return write(context, async (scope) => {
        const row = await scope.policies.find(kind, version);
        if (!row) throw notFound(noun);
        if (row.status === 'published') return typed(row);
        const before = (await scope.policies.published()).find((policy) => policy.kind === kind);
        const publishedAt = new Date(scope.now);
        await scope.policies.publish(kind, version, publishedAt);
        scope.emit({
          type: `${kind}.published`,
          subjectKind: kind,
          subjectId: String(version),
          cause: 'api',
          before: { version: before?.version },
          after: { version, name: row.name },
        });
        scope.configChanged();
        if (kind === 'routing_policy') await prepareRouting(scope, row.document as PolicyDocuments['routing_policy']);
        return typed({ ...row, status: 'published', publishedAt, retiredAt: null });
      });
    },
  };
}

/** What a routing policy rests on besides its rules; then the leads that wait are tried by it. */
async function prepareRouting(scope: WriteScope, policy: PolicyDocuments['routing_policy']): Promise<void> {
  if (policy.stickiness?.includes('company')) await scope.companyOwners.rebuild();
  await scope.timers.set([{ kind: 'queue_review', subjectId: scope.workspaceId, dueAt: scope.now }]);
}

/** Refuses a document with rules that cannot work, naming each place. */
async function assertWorkable(scope: WriteScope, kind: PolicyKind, noun: string, document: unknown): Promise<void> {
  const [teams, members] = await Promise.all([scope.teams.all(), scope.teamMembers.all()]);
  const repsOf = (teamId: string) =>
    new Set(members.flatMap((member) => (member.teamId === teamId ? member.repId : [])));
  const violations = validateDocument(kind, document, new Map(teams.map(({ id }) => [id, repsOf(id)])));
  if (violations.length === 0) return;
  const errors = violations.slice(0, 50).map((v) => ({ ...v, pointer: `/document${v.pointer}` }));
  throw new AppError('rule_refused', `The ${noun} has rules that cannot work: see errors.`, { errors });
}
