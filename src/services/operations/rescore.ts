import type { EngagementFact } from '../../core/engagement.js';
import type { IngestResult } from '../../core/ingest/commands.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { Store, WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import type { Ingest, KnownLead } from '../ingest/orders.js';
import type { PolicyKind } from '../policies/kinds.js';
import type { Handler, Operation, RescoreShape } from './kinds.js';
import { supersede } from './states.js';

/** Leads decided anew in one transaction: writers wait for no more than that. */
const SLICE = 500;
/** Leads looked at for them: most may have been decided by these versions already. */
const WINDOW = 5_000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Publishing raises it in its own transaction: what is published is what leads will be decided by, or neither happens. */
export async function enqueueRescore(scope: WriteScope, context: WriteContext): Promise<Operation<'rescore'>> {
  const [published, predictionModel] = await Promise.all([
    scope.policies.published(),
    scope.predictionModels.published(),
  ]);
  const versionsOf = (kind: PolicyKind) => published.filter((p) => p.kind === kind).map(({ version }) => version);
  const [scoreModel = 0, ...ofProductLines] = versionsOf('score_model');
  return supersede(scope, context, 'rescore', {
    scoreModelVersion: ofProductLines.length > 0 ? null : scoreModel,
    classificationPolicyVersion: versionsOf('classification_policy')[0] ?? 0,
    predictionModelVersion: predictionModel?.version ?? null,
  });
}

/** Some leads to decide anew, and where to go on. */
interface Slice {
  known: KnownLead[];
  lastId: string;
  isLast: boolean;
}

/**
 * Decides every lead that other versions have decided anew, in the order of ids, through the pipeline that every lead goes
 * through. Leads that change meanwhile are decided by the new versions anyway, and are passed over.
 */
export function rescoreHandler(ingest: Ingest, store: Pick<Store, 'failureOf'>): Handler<'rescore'> {
  const ahead = readAhead();
  return async (step) => {
    const { cursor, params, done, read } = step;
    if (cursor === undefined) {
      const total = await countOrNothing(read, store);
      const first = { afterId: BEFORE_ALL, scoresChanged: 0, classesChanged: 0 };
      return step.write(() => ({ cursor: first, done: 0, total }));
    }
    const { afterId, ...sums } = cursor;
    const { known, lastId, isLast } = await ahead.take(step.id, afterId, () => readSlice(read, params, afterId));
    if (known.length === 0) {
      return step.write(() => (isLast ? { result: sums } : { cursor: { ...cursor, afterId: lastId }, done }));
    }
    // While the database writes this slice, the next is read.
    if (!isLast) ahead.begin(step.id, lastId, () => readSlice(read, params, lastId));
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

async function readSlice(read: Repositories, versions: RescoreShape['params'], afterId: string): Promise<Slice> {
  const leads = await read.leads.findDecidedByOthers(versions, { afterId, among: WINDOW, limit: SLICE });
  const [first, last] = [leads[0], leads.at(-1)];
  const windowEnd = leads.length === SLICE ? last?.id : await read.leads.idFurther(afterId, WINDOW);
  const ends = { lastId: windowEnd ?? last?.id ?? afterId, isLast: windowEnd === undefined };
  if (first === undefined || last === undefined) return { known: [], ...ends };
  const did = new Map<string, EngagementFact[]>();
  for (const { leadId, fact } of await read.engagement.ofRange(first.id, last.id)) {
    const facts = did.get(leadId);
    if (facts) facts.push(fact);
    else did.set(leadId, [fact]);
  }
  return { known: leads.map((lead) => ({ lead, engagement: did.get(lead.id) ?? [] })), ...ends };
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
