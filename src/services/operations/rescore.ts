import type { EngagementFact } from '../../core/engagement.js';
import type { IngestResult } from '../../core/ingest/commands.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import type { Ingest, KnownLead } from '../ingest/orders.js';
import type { PolicyKind } from '../policies/kinds.js';
import type { Handler, Operation, RescoreShape } from './kinds.js';
import { supersede } from './states.js';

/** Leads decided anew in one transaction: writers wait for no more than that. */
const SLICE = 500;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Publishing raises it in its own transaction: what is published is what leads will be decided by, or neither happens. */
export async function enqueueRescore(scope: WriteScope, context: WriteContext): Promise<Operation<'rescore'>> {
  const published = await scope.policies.publishedVersions();
  const versionOf = (kind: PolicyKind) => published.get(kind) ?? 0;
  return supersede(scope, context, 'rescore', {
    scoreModelVersion: versionOf('score_model'),
    classificationPolicyVersion: versionOf('classification_policy'),
  });
}

/**
 * Decides every lead that other versions have decided anew, in the order of ids, through the pipeline that every lead goes
 * through. Leads that change meanwhile are decided by the new versions anyway, and are passed over.
 */
export function rescoreHandler(ingest: Ingest): Handler<'rescore'> {
  const ahead = readAhead();
  return async (step) => {
    const { cursor, params, done, read } = step;
    if (cursor === undefined) {
      const total = await read.leads.countDecidedByOthers(params);
      const first = { afterId: BEFORE_ALL, scoresChanged: 0, classesChanged: 0 };
      return step.write(() => ({ cursor: first, done: 0, total }));
    }
    const { afterId, ...sums } = cursor;
    const known = await ahead.take(step.id, afterId, () => readSlice(read, params, afterId));
    const lastId = known.at(-1)?.lead.id;
    if (lastId === undefined) return step.write(() => ({ result: sums }));
    // While the database writes this slice, the next is read.
    if (known.length === SLICE) ahead.begin(step.id, lastId, () => readSlice(read, params, lastId));
    await ingest({
      context: step.context,
      orders: known.map(({ lead }) => ({ type: 'review', leadId: lead.id, cause: 'publish' })),
      known,
      mode: 'partial',
      enclosed: {
        before: (scope) => step.hold(scope),
        after: (scope, results) =>
          step.record(scope, { cursor: { afterId: lastId, ...added(sums, results) }, done: done + decided(results) }),
      },
      finish: () => undefined,
    });
  };
}

async function readSlice(read: Repositories, params: RescoreShape['params'], afterId: string): Promise<KnownLead[]> {
  const leads = await read.leads.findDecidedByOthers(params, afterId, SLICE);
  const [first, last] = [leads[0], leads.at(-1)];
  if (first === undefined || last === undefined) return [];
  const did = new Map<string, EngagementFact[]>();
  for (const { leadId, fact } of await read.engagement.ofRange(first.id, last.id)) {
    const facts = did.get(leadId);
    if (facts) facts.push(fact);
    else did.set(leadId, [fact]);
  }
  return leads.map((lead) => ({ lead, engagement: did.get(lead.id) ?? [] }));
}

/** The slice that each operation of this process will want next, if all goes well; one, whatever became of the operation. */
function readAhead() {
  let next: { name: string; slice: Promise<KnownLead[]> } | undefined;
  const nameOf = (operationId: string, afterId: string) => `${operationId}|${afterId}`;
  return {
    begin(operationId: string, afterId: string, read: () => Promise<KnownLead[]>): void {
      const slice = read();
      // Whoever takes it hears of a failure.
      slice.catch(() => undefined);
      next = { name: nameOf(operationId, afterId), slice };
    },
    take(operationId: string, afterId: string, read: () => Promise<KnownLead[]>): Promise<KnownLead[]> {
      if (next?.name !== nameOf(operationId, afterId)) return read();
      const { slice } = next;
      next = undefined;
      return slice;
    },
  };
}

const decided = (results: readonly IngestResult[]) =>
  results.filter((result) => result.type === 'review' && result.changed).length;

function added(sums: RescoreShape['result'], results: readonly IngestResult[]): RescoreShape['result'] {
  let { scoresChanged, classesChanged } = sums;
  for (const result of results) {
    if (result.type !== 'review') continue;
    if (result.scoreChanged) scoresChanged++;
    if (result.classChanged) classesChanged++;
  }
  return { scoresChanged, classesChanged };
}
