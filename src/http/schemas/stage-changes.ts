import Type from 'typebox';
import { CATEGORIES } from '../../core/leads/vocabulary.js';
import { Id, listOf, Timestamp } from './common.js';
import { enumOf } from './components.js';
import { variant } from './rules.js';

const StageChangeSchema = variant(
  'StageChange',
  {
    id: Id('The change.'),
    leadId: Id('The lead.'),
    leadName: Type.Optional(
      Type.String({ description: 'The name of the person, or else of the organization, as it is now.' }),
    ),
    occurredAt: Timestamp('When the lead left the one stage and entered the other.'),
    fromStage: Type.String({ description: 'Key of the stage that it left.' }),
    fromCategory: enumOf(CATEGORIES, { description: 'The category that it had there.' }),
    fromSeconds: Type.Number({ minimum: 0, description: 'How long it had been there, in seconds.' }),
    toStage: Type.String({ description: 'Key of the stage that it entered.' }),
    toCategory: enumOf(CATEGORIES, { description: 'The category that it has there.' }),
    cause: Type.String({
      description: 'Why: `manual`, `category`, `funnel`, or another trigger, such as `engagement`.',
    }),
    actorId: Type.String({ description: 'The actor: an API key or a component of the service.' }),
    reason: Type.Optional(Type.String({ description: 'The reason that a person gave.' })),
  },
  'A lead left one stage of the funnel and entered another, or changed its category within a stage. The creation of a lead is no change.',
);

export const StageChangeList = listOf('StageChangeList', StageChangeSchema, 'Changes of stages, the last first.');
