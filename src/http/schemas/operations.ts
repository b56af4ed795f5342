import Type from 'typebox';
import { REASSIGNMENT_CAUSES } from '../../core/assignment/reassignment.js';
import { MAX_MOVES_LISTED } from '../../core/assignment/rerun.js';
import { JOB_KINDS, JOB_STATES } from '../../core/job-kinds.js';
import { BacktestDetails } from './backtests.js';
import { Id, listOf, strict, Timestamp, Version } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';
import { When } from './conditions.js';

const count = (description: string) => Type.Integer({ minimum: 0, description });

const OperationProgress = component(
  'OperationProgress',
  Type.Object(
    {
      done: count('What is done so far, in the unit of the kind: leads.'),
      total: nullable(Type.Integer({ minimum: 0, description: 'Of how many; null while that is not known.' })),
    },
    strict('How far an operation has come.'),
  ),
);

const OperationError = component(
  'OperationError',
  Type.Object(
    {
      code: Type.String({ description: 'Stable word to switch on, of the same set as the codes of problems.' }),
      detail: Type.String({ description: 'What went wrong and what to do about it.' }),
    },
    strict('Why an operation failed.'),
  ),
);

const RescoreDetails = component(
  'RescoreDetails',
  Type.Object(
    {
      scoreModelVersions: Type.Array(Type.Integer({ minimum: 1, description: 'A version.' }), {
        maxItems: 1_000,
        description: 'The published score models when it was asked for: one for each product line that has one.',
      }),
      classificationPolicyVersion: Type.Integer({ minimum: 1, description: 'The classification policy.' }),
      predictionModelVersion: nullable(
        Type.Integer({ minimum: 1, description: 'The prediction model; null while none is published.' }),
      ),
      leadsDecided: Type.Optional(count('Leads that other versions had decided before; there when it has succeeded.')),
      scoresChanged: Type.Optional(count('Leads whose score is another; there when it has succeeded.')),
      classesChanged: Type.Optional(
        count('Leads whose temperature, category or grade is another; there when it has succeeded.'),
      ),
      supersededBy: Type.Optional(
        Id('The newer rescore that took over, which a later publication began; there when it was cancelled for that.'),
      ),
    },
    strict('Deciding every lead of the workspace anew, by what was published.'),
  ),
);

const TrainPredictionDetails = component(
  'TrainPredictionDetails',
  Type.Object(
    {
      trainedBy: enumOf(['request', 'schedule'] as const, { description: 'Who asked for it.' }),
      predictionModelVersion: Type.Optional(
        Type.Integer({ minimum: 1, description: 'What came out; there when it has succeeded, as all below.' }),
      ),
      verdict: Type.Optional(
        enumOf(['ok', 'no_signal', 'insufficient_outcomes'] as const, { description: 'Whether it may answer.' }),
      ),
      published: Type.Optional(Type.Boolean({ description: 'Whether it answers from now on.' })),
      rescoreId: Type.Optional(nullable(Id('The operation that then decides leads anew; null without one.'))),
    },
    strict('Learning from the leads that were won and lost.'),
  ),
);

const ReassignDetails = component(
  'ReassignDetails',
  Type.Object(
    {
      repId: Id('Whose leads.'),
      cause: enumOf(REASSIGNMENT_CAUSES, {
        description: 'Why: somebody asked for it, or the rep was made inactive, or an absence of it has begun.',
      }),
      reassigned: Type.Optional(count('Leads that have another owner now; there when it has succeeded.')),
      queued: Type.Optional(count('Leads that wait in the queue now; there when it has succeeded.')),
    },
    strict('Giving the open leads of a rep to others.'),
  ),
);

const RerunMoveSchema = component(
  'RerunMove',
  Type.Object(
    {
      leadId: Id('The lead.'),
      fromRepId: Type.Optional(Id('Who had it; absent: it waited in the queue.')),
      toRepId: Id('Who gets it.'),
      teamId: Type.Optional(Id('Through which team; absent: it sticks to the owner of its company or contact.')),
    },
    strict('A lead that goes to another rep.'),
  ),
);

const RerunRepSchema = component(
  'RerunRep',
  Type.Object(
    { repId: Id('The rep.'), loses: count('Leads it loses.'), gains: count('Leads it gains.') },
    strict('What a rerun of the routing policy means for a rep.'),
  ),
);

const RerunRoutingDetails = component(
  'RerunRoutingDetails',
  Type.Object(
    {
      where: Type.Optional(When),
      repId: Type.Optional(Id('Only leads that this rep owned.')),
      teamId: Type.Optional(Id('Only leads of this team, owned or waiting.')),
      dryRun: Type.Boolean({ description: 'Whether it only told what it would come to, and changed nothing.' }),
      moved: Type.Optional(
        count('Leads that another rep has now (or would have); there when it has succeeded, as all below.'),
      ),
      kept: Type.Optional(
        count('Leads that stay: the rules would let their owner have them, or nobody else can take them.'),
      ),
      waiting: Type.Optional(count('Leads that go on waiting in the queue.')),
      locked: Type.Optional(count('Leads that a person assigned, or a rep holds: they stay.')),
      reps: Type.Optional(
        Type.Array(Ref(RerunRepSchema), { maxItems: 10_000, description: 'Who loses and gains how many.' }),
      ),
      moves: Type.Optional(
        Type.Array(Ref(RerunMoveSchema), {
          maxItems: MAX_MOVES_LISTED,
          description: `The first moves, in the order of lead ids, ${MAX_MOVES_LISTED} at most.`,
        }),
      ),
    },
    strict('Asking the published routing policy anew about the open leads that a filter finds.'),
  ),
);

const OperationLinks = component(
  'OperationLinks',
  Type.Object(
    {
      self: Type.String({ format: 'uri-reference', description: 'This operation: read it again to follow it.' }),
      cancel: Type.Optional(
        Type.String({ format: 'uri-reference', description: 'POST here to stop it; absent when it has ended.' }),
      ),
    },
    strict('Addresses of an operation.'),
  ),
);

export const OperationSchema = component(
  'Operation',
  Type.Object(
    {
      id: Id('The operation.'),
      version: Version(),
      kind: enumOf(JOB_KINDS, { description: 'What is done. More kinds will come.' }),
      state: enumOf(JOB_STATES, {
        description: 'Queued, then running until it has succeeded, failed or been cancelled; it survives restarts.',
      }),
      progress: Ref(OperationProgress),
      rescore: Type.Optional(Ref(RescoreDetails)),
      backtest: Type.Optional(Ref(BacktestDetails)),
      trainPrediction: Type.Optional(Ref(TrainPredictionDetails)),
      reassign: Type.Optional(Ref(ReassignDetails)),
      rerunRouting: Type.Optional(Ref(RerunRoutingDetails)),
      error: Type.Optional(Ref(OperationError)),
      requestedBy: Type.String({ description: 'The API key that asked for it, or the part of the system.' }),
      requestId: Type.String({ description: 'The request that asked for it.' }),
      createdAt: Timestamp('When it was asked for.'),
      startedAt: nullable(Timestamp('When its first step began; null before.')),
      finishedAt: nullable(Timestamp('When it ended; null before.')),
      updatedAt: Timestamp('When its state or progress last changed.'),
      links: Ref(OperationLinks),
    },
    strict(
      'Long work, done in small steps while everything else goes on. The member named as its kind, in camel case, tells details.',
    ),
  ),
);

export const OperationList = listOf('OperationList', OperationSchema, 'Operations, newest first.');
