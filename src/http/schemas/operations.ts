import Type from 'typebox';
import { REASSIGNMENT_CAUSES } from '../../core/assignment/reassignment.js';
import { MAX_MOVES_LISTED } from '../../core/assignment/rerun.js';
import { JOB_KINDS, JOB_STATES } from '../../core/job-kinds.js';
import { AttributeChangeDetails } from './attribute-definitions.js';
import { BacktestDetails } from './backtests.js';
import { BulkChangeDetails } from './bulk-changes.js';
import { Id, listOf, NameOf, strict, Timestamp, Version } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';
import { When } from './conditions.js';
import { FindDuplicatesDetails } from './duplicates.js';
import { ErasureDetails } from './erasures.js';
import { ExportDetails } from './exports.js';
import { ImportDetailsSchema, RehearsalDetails, RevertDetails } from './imports.js';
import { SegmentChangeDetails } from './segments.js';

const count = (description: string) => Type.Integer({ minimum: 0, description });

const OperationProgress = component(
  'OperationProgress',
  Type.Object(
    {
      done: count('Leads, or records of an export, processed so far.'),
      total: nullable(Type.Integer({ minimum: 0, description: 'The same in total; null while that is not known.' })),
    },
    strict('How far an operation has come.'),
  ),
);

const OperationError = component(
  'OperationError',
  Type.Object(
    {
      code: Type.String({ description: 'Stable code, from the same set as the codes of problems.' }),
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
        description: 'The score models published at the request: one for each product line that has one.',
      }),
      classificationPolicyVersion: Type.Integer({ minimum: 1, description: 'The classification policy.' }),
      predictionModelVersion: nullable(
        Type.Integer({ minimum: 1, description: 'The prediction model; null while none is published.' }),
      ),
      leadsDecided: Type.Optional(
        count('Leads that were decided by other versions before; present when it has succeeded.'),
      ),
      scoresChanged: Type.Optional(count('Leads whose score changed; present when it has succeeded.')),
      classesChanged: Type.Optional(
        count('Leads whose temperature, category or grade changed; present when it has succeeded.'),
      ),
      supersededBy: Type.Optional(
        Id('The newer rescore, started by a later publication; present when this one was cancelled for it.'),
      ),
    },
    strict('Re-evaluation of every lead of the workspace by the published versions.'),
  ),
);

const TrainPredictionDetails = component(
  'TrainPredictionDetails',
  Type.Object(
    {
      trainedBy: enumOf(['request', 'schedule'] as const, {
        description: 'Whether a request or the schedule started it.',
      }),
      predictionModelVersion: Type.Optional(
        Type.Integer({
          minimum: 1,
          description: 'The trained version; present when it has succeeded, as all following fields.',
        }),
      ),
      verdict: Type.Optional(
        enumOf(['ok', 'no_signal', 'insufficient_outcomes'] as const, {
          description: 'Whether the model can be used.',
        }),
      ),
      published: Type.Optional(Type.Boolean({ description: 'Whether it was published.' })),
      rescoreId: Type.Optional(nullable(Id('The operation that re-evaluates leads afterwards; null without one.'))),
    },
    strict('The training of a model on won and lost leads.'),
  ),
);

const ReassignDetails = component(
  'ReassignDetails',
  Type.Object(
    {
      repId: Id('The rep whose leads are reassigned.'),
      repName: NameOf('that rep'),
      cause: enumOf(REASSIGNMENT_CAUSES, {
        description: 'The cause: a request, the rep became inactive, or an absence of the rep began.',
      }),
      reassigned: Type.Optional(count('Leads that have another owner now; present when it has succeeded.')),
      queued: Type.Optional(count('Leads that wait in the queue now; present when it has succeeded.')),
    },
    strict('The reassignment of the open leads of a rep.'),
  ),
);

const RerunMoveSchema = component(
  'RerunMove',
  Type.Object(
    {
      leadId: Id('The lead.'),
      fromRepId: Type.Optional(Id('The rep who had it; absent: it waited in the queue.')),
      fromRepName: NameOf('that rep'),
      toRepId: Id('The rep who gets it.'),
      toRepName: NameOf('that rep'),
      teamId: Type.Optional(
        Id('The team of the assignment; absent: stickiness to the owner of its company or contact selected the rep.'),
      ),
      teamName: NameOf('that team'),
    },
    strict('A lead that goes to another rep.'),
  ),
);

const RerunRepSchema = component(
  'RerunRep',
  Type.Object(
    {
      repId: Id('The rep.'),
      repName: NameOf('that rep'),
      loses: count('Leads it loses.'),
      gains: count('Leads it gains.'),
    },
    strict('The effect of the re-routing on a rep.'),
  ),
);

const RerunRoutingDetails = component(
  'RerunRoutingDetails',
  Type.Object(
    {
      where: Type.Optional(When),
      repId: Type.Optional(Id('Only leads that this rep owned.')),
      repName: NameOf('that rep'),
      teamId: Type.Optional(Id('Only leads of this team, owned or waiting.')),
      teamName: NameOf('that team'),
      dryRun: Type.Boolean({ description: 'Whether it only reported the result and changed nothing.' }),
      moved: Type.Optional(
        count('Leads that went (or would go) to another rep; present when it has succeeded, as all following fields.'),
      ),
      kept: Type.Optional(
        count('Leads that stay, because the rules would select their owner, or no other rep can take them.'),
      ),
      waiting: Type.Optional(count('Leads that still wait in the queue.')),
      locked: Type.Optional(count('Leads that stay because they were assigned by hand, or a rep holds them.')),
      reps: Type.Optional(
        Type.Array(Ref(RerunRepSchema), { maxItems: 10_000, description: 'How many leads each rep loses and gains.' }),
      ),
      moves: Type.Optional(
        Type.Array(Ref(RerunMoveSchema), {
          maxItems: MAX_MOVES_LISTED,
          description: `The first moves, in the order of lead ids, at most ${MAX_MOVES_LISTED}.`,
        }),
      ),
    },
    strict('Re-routing, by the published routing policy, of the open leads that match a filter.'),
  ),
);

const OperationLinks = component(
  'OperationLinks',
  Type.Object(
    {
      self: Type.String({ format: 'uri-reference', description: 'This operation, for polling.' }),
      cancel: Type.Optional(
        Type.String({ format: 'uri-reference', description: 'POST here to cancel it; absent when it has ended.' }),
      ),
      file: Type.Optional(
        Type.String({ format: 'uri-reference', description: 'The file of an export that has succeeded.' }),
      ),
    },
    strict('Links of an operation.'),
  ),
);

export const OperationSchema = component(
  'Operation',
  Type.Object(
    {
      id: Id('The operation.'),
      version: Version(),
      kind: enumOf(JOB_KINDS, { description: 'The kind of operation. An open set: new kinds will be added.' }),
      state: enumOf(JOB_STATES, {
        description:
          '`queued`, then `running` until it has succeeded, failed or been cancelled. Operations survive restarts.',
      }),
      progress: Ref(OperationProgress),
      rescore: Type.Optional(Ref(RescoreDetails)),
      backtest: Type.Optional(Ref(BacktestDetails)),
      trainPrediction: Type.Optional(Ref(TrainPredictionDetails)),
      reassign: Type.Optional(Ref(ReassignDetails)),
      rerunRouting: Type.Optional(Ref(RerunRoutingDetails)),
      bulkChange: Type.Optional(Ref(BulkChangeDetails)),
      attributeChange: Type.Optional(Ref(AttributeChangeDetails)),
      segmentChange: Type.Optional(Ref(SegmentChangeDetails)),
      export: Type.Optional(Ref(ExportDetails)),
      import: Type.Optional(Ref(ImportDetailsSchema)),
      rehearseImport: Type.Optional(Ref(RehearsalDetails)),
      revertImport: Type.Optional(Ref(RevertDetails)),
      erasure: Type.Optional(Ref(ErasureDetails)),
      findDuplicates: Type.Optional(Ref(FindDuplicatesDetails)),
      error: Type.Optional(Ref(OperationError)),
      requestedBy: Type.String({ description: 'The API key that requested it, or the component of the service.' }),
      requestId: Type.String({ description: 'The request that started it.' }),
      createdAt: Timestamp('When it was requested.'),
      startedAt: nullable(Timestamp('When its first step began; null before.')),
      finishedAt: nullable(Timestamp('When it ended; null before.')),
      updatedAt: Timestamp('When its state or progress last changed.'),
      links: Ref(OperationLinks),
    },
    strict(
      'A long-running operation, done in small steps beside other requests. The property named like its kind, in camel case, has the details.',
    ),
  ),
);

export const OperationList = listOf('OperationList', OperationSchema, 'Operations, newest first.');
