import type { IngestResult } from '../../core/ingest/commands.js';
import type { WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import type { Ingest } from '../ingest/orders.js';
import type { PolicyKind } from '../policies/kinds.js';
import type { Handler, Operation, RescoreShape } from './kinds.js';
import { supersede } from './states.js';

/** Leads decided anew in one transaction: writers wait for no more than that. */
const SLICE = 500;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Publishing raises it in its own transaction: what is published is what leads will be decided by, or neither happens. */
export async function enqueueRescore(scope: WriteScope, context: WriteContext): Promise<Operation<'rescore'>> {
  const [published, predictionModel] = await Promise.all([
    scope.policies.published(),
    scope.predictionModels.published(),
  ]);
  const versionOf = (kind: PolicyKind) => published.find((policy) => policy.kind === kind)?.version ?? 0;
  return supersede(scope, context, 'rescore', {
    scoreModelVersion: versionOf('score_model'),
    classificationPolicyVersion: versionOf('classification_policy'),
    predictionModelVersion: predictionModel?.version ?? null,
  });
}

/**
 * Decides every lead that other versions have decided anew, in the order of ids, through the pipeline that every lead goes
 * through. Leads that change meanwhile are decided by the new versions anyway, and are passed over.
 */
export function rescoreHandler(ingest: Ingest): Handler<'rescore'> {
  return async (step) => {
    const { cursor, params, done, read } = step;
    if (cursor === undefined) {
      const total = await read.leads.countDecidedByOthers(params);
      const first = { afterId: BEFORE_ALL, scoresChanged: 0, classesChanged: 0 };
      return step.write(() => ({ cursor: first, done: 0, total }));
    }
    const { afterId, ...sums } = cursor;
    const ids = await read.leads.findDecidedByOthers(params, afterId, SLICE);
    const lastId = ids.at(-1);
    if (lastId === undefined) return step.write(() => ({ result: sums }));
    await ingest({
      context: step.context,
      orders: ids.map((leadId) => ({ type: 'review', leadId, cause: 'publish' })),
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
