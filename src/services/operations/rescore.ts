import type { EngagementFact } from '../../core/engagement.js';
import type { IngestResult } from '../../core/ingest/commands.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { Store, WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import type { Ingest, KnownLead } from '../ingest/orders.js';
import type { PolicyKind } from '../policies/kinds.js';
import { BEFORE_ALL, type Handler, type Operation, type RescoreShape } from './kinds.js';
import { supersede } from './states.js';

/** Leads decided anew in one transaction: writers wait for no more than that. */
const SLICE = 500;

/** Publishing raises it in its own transaction: what is published is what leads will be decided by, or neither happens. */
export async function enqueueRescore(scope: WriteScope, context: WriteContext): Promise<Operation<'rescore'>> {
  const [published, predictionModel] = await Promise.all([
    scope.policies.published(),
    scope.predictionModels.published(),
  ]);
  const versionsOf = (wanted: PolicyKind) =>
    published.flatMap(({ kind, version }) => (kind === wanted ? [version] : []));
  return supersede(scope, context, 'rescore', {
    scoreModelVersions: versionsOf('score_model'),
    classificationPolicyVersion: versionsOf('classification_policy')[0] ?? 0,
    predictionModelVersion: predictionModel?.version ?? null,
  });
}

/** Some leads to decide anew, and where to go on; none: there are no more. */
interface Slice {
  known: KnownLead[];
  lastId: string;
}

/**
 * Looks at every lead, in the order of ids, through the pipeline that every lead goes through, which decides those anew that
 * other versions have decided. Leads that change meanwhile, or come, are decided by the new versions anyway.
 */
export function rescoreHandler(ingest: Ingest, store: Pick<Store, 'failureOf'>): Handler<'rescore'> {
  const ahead = readAhead();
  return async (step) => {
    const { cursor, done, read } = step;
    if (cursor === undefined) {
      const total = await countOrNothing(read, store);
      const first = { afterId: BEFORE_ALL, leadsDecided: 0, scoresChanged: 0, classesChanged: 0 };
      return step.write(() => ({ cursor: first, done: 0, total }));
    }
    const { afterId, ...sums } = cursor;
    const { known, lastId } = await ahead.take(step.id, afterId, () => readSlice(read, afterId));
    if (known.length === 0) return step.write(() => ({ result: sums }));
    // While the database writes this slice, the next is read.
    ahead.begin(step.id, lastId, () => readSlice(read, lastId));
    await ingest({
      context: step.context,
      orders: known.map(({ lead }) => ({ type: 'review', leadId: lead.id, cause: 'publish' })),
      known,
      mode: 'partial',
      enclosed: {
        before: (scope) => step.hold(scope),
        after: (scope, results) =>
          step.record(scope, { cursor: { afterId: lastId, ...added(sums, results) }, done: done + known.length }),
      },
      finish: () => undefined,
    });
  };
}

/** What takes too long to count is not counted. */
async function countOrNothing(
  read: Repositories,
  { failureOf }: Pick<Store, 'failureOf'>,
): Promise<number | undefined> {
  try {
    return await read.leads.count();
  } catch (error) {
    if (failureOf(error)?.kind === 'timeout') return undefined;
    throw error;
  }
}

async function readSlice(read: Repositories, afterId: string): Promise<Slice> {
  const leads = await read.leads.findNext(afterId, SLICE);
  const [first, last] = [leads[0], leads.at(-1)];
  if (first === undefined || last === undefined) return { known: [], lastId: afterId };
  const did = new Map<string, EngagementFact[]>();
  for (const { leadId, fact } of await read.engagement.ofRange(first.id, last.id)) {
    const facts = did.get(leadId);
    if (facts) facts.push(fact);
    else did.set(leadId, [fact]);
  }
  return { known: leads.map((lead) => ({ lead, engagement: did.get(lead.id) ?? [] })), lastId: last.id };
}

/** The slice that an operation of this process will want next, if all goes well; one, whatever became of the operation. */
function readAhead() {
  let next: { name: string; slice: Promise<Slice> } | undefined;
  const nameOf = (operationId: string, afterId: string) => `${operationId}|${afterId}`;
  return {
    begin(operationId: string, afterId: string, read: () => Promise<Slice>): void {
      const slice = read();
      // Whoever takes it hears of a failure.
      slice.catch(() => undefined);
      next = { name: nameOf(operationId, afterId), slice };
    },
    take(operationId: string, afterId: string, read: () => Promise<Slice>): Promise<Slice> {
      if (next?.name !== nameOf(operationId, afterId)) return read();
      const { slice } = next;
      next = undefined;
      return slice;
    },
  };
}

function added(sums: RescoreShape['result'], results: readonly IngestResult[]): RescoreShape['result'] {
  let { leadsDecided, scoresChanged, classesChanged } = sums;
  for (const result of results) {
    if (result.type !== 'review' || !result.changed) continue;
    leadsDecided++;
    if (result.scoreChanged) scoresChanged++;
    if (result.classChanged) classesChanged++;
  }
  return { leadsDecided, scoresChanged, classesChanged };
}
