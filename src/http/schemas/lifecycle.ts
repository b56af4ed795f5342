import Type from 'typebox';
import { CATEGORIES } from '../../core/leads/vocabulary.js';
import { FUNNEL_LIMITS as LIMITS } from '../../core/lifecycle/funnel.js';
import { Name, Timestamp } from './common.js';
import { enumOf, Ref } from './components.js';
import { LeadClocks } from './lead-clocks.js';
import { endingFields } from './lead-lifecycle.js';
import { ReturningRulesSchema, returningFields } from './returning.js';
import { variant } from './rules.js';

const StageKey = (description: string) =>
  Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,63}$', maxLength: 64, description });

const FunnelStageSchema = variant(
  'FunnelStage',
  {
    key: StageKey(
      'Permanent key of the stage, unique in the funnel. The name of a category may only be the key of a stage of that category.',
    ),
    name: Name('The name.'),
    category: enumOf(CATEGORIES, { description: 'The category of the stage, for rules and reports.' }),
    requiredFields: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 120, description: 'A field of the condition language.' }), {
        maxItems: LIMITS.requiredFields,
        uniqueItems: true,
        description: 'Fields that a lead must have before it is moved here by hand.',
      }),
    ),
    allowedNext: Type.Optional(
      Type.Array(StageKey('A stage of the funnel.'), {
        maxItems: LIMITS.stages,
        uniqueItems: true,
        description: 'Stages to which a lead may be moved from here by hand; absent: any.',
      }),
    ),
    ageingDays: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: LIMITS.ageingDays,
        description: 'Days without activity after which a lead rots; absent: never. Only for open categories.',
      }),
    ),
  },
  'A stage of the funnel.',
);

const RecyclingRulesSchema = variant(
  'RecyclingRules',
  {
    maxCycles: Type.Integer({
      minimum: 0,
      maximum: LIMITS.maxCycles,
      description: 'How often a lead may be recycled.',
    }),
    cooldownDays: Type.Integer({
      minimum: 0,
      maximum: LIMITS.cooldownDays,
      description: 'Days that must pass after it was lost, parked or disqualified.',
    }),
  },
  'How often and how soon a closed lead may be recycled.',
);

export const FunnelDocument = variant(
  'FunnelDocument',
  {
    stages: Type.Array(Ref(FunnelStageSchema), {
      minItems: 1,
      maxItems: LIMITS.stages,
      description:
        'In the order of the funnel. Each category has at least one stage; leads enter a category at its first stage.',
    }),
    recycling: Ref(RecyclingRulesSchema),
    returning: Type.Optional(Ref(ReturningRulesSchema)),
  },
  'The stages of the workspace, and the rules for leads that have ended.',
);

/** The lifecycle of a lead: everything beyond score, class and owner. */
export const lifecycleFields = {
  stage: Type.String({ description: 'Key of its stage in the funnel.' }),
  stageSince: Timestamp('When it entered this stage.'),
  rottedAt: Type.Optional(
    Timestamp('When it rotted: no activity within the ageing limit of its stage. Activity resets it.'),
  ),
  firstContactAt: Type.Optional(Timestamp('When a rep first contacted it since it was created or reopened.')),
  lastActivityAt: Type.Optional(Timestamp('When a rep last recorded an activity.')),
  sla: Type.Optional(Ref(LeadClocks)),
  rotsAt: Type.Optional(Timestamp('When it rots without activity; absent with `asOf`.')),
  ...endingFields,
  ...returningFields,
};
