import Type from 'typebox';
import { CATEGORIES } from '../../core/leads/vocabulary.js';
import { type Funnel, FUNNEL_LIMITS as LIMITS } from '../../core/lifecycle/funnel.js';
import { Name, Timestamp } from './common.js';
import { type Component, enumOf, Ref } from './components.js';
import { nurtureFields } from './nurture.js';
import { variant } from './rules.js';

const StageKey = (description: string) =>
  Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,63}$', maxLength: 64, description });

const FunnelStageSchema = variant(
  'FunnelStage',
  {
    key: StageKey('Names the stage for ever; unique in the funnel. The name of a category is for its own stages only.'),
    name: Name('What it is called.'),
    category: enumOf(CATEGORIES, { description: 'What it means for rules and reports.' }),
    requiredFields: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 120, description: 'A field of the condition language.' }), {
        maxItems: LIMITS.requiredFields,
        uniqueItems: true,
        description: 'What a lead must have before it is moved here by hand.',
      }),
    ),
    allowedNext: Type.Optional(
      Type.Array(StageKey('A stage of the funnel.'), {
        maxItems: LIMITS.stages,
        uniqueItems: true,
        description: 'Where a lead may be moved to from here by hand; absent: anywhere.',
      }),
    ),
    ageingDays: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: LIMITS.ageingDays,
        description: 'A lead rots after so many days without any activity; absent: never. Of open categories only.',
      }),
    ),
  },
  'A place in the funnel.',
);

const RecyclingRulesSchema = variant(
  'RecyclingRules',
  {
    maxCycles: Type.Integer({ minimum: 0, maximum: LIMITS.maxCycles, description: 'Times a lead may be recycled.' }),
    cooldownDays: Type.Integer({
      minimum: 0,
      maximum: LIMITS.cooldownDays,
      description: 'Days that must have passed since it was lost, parked or disqualified.',
    }),
  },
  'How often, and how soon, a lead that came to an end is taken up again.',
);

export const FunnelDocument = variant(
  'FunnelDocument',
  {
    stages: Type.Array(Ref(FunnelStageSchema), {
      minItems: 1,
      maxItems: LIMITS.stages,
      description: 'In the order of the funnel. Each category has at least one; leads enter it at its first.',
    }),
    recycling: Ref(RecyclingRulesSchema),
  },
  'The stages of the workspace, and how leads come back.',
) as unknown as Component<ReturnType<typeof Type.Unsafe<Funnel>>>;

/** The lifecycle of a lead: everything beyond score, class and owner. */
export const lifecycleFields = {
  stage: Type.String({ description: 'Key of its stage in the funnel.' }),
  stageSince: Timestamp('Since when it is in this stage.'),
  rottedAt: Type.Optional(
    Timestamp('Since when it has rotted: nothing happened within the ageing limit of its stage. Activity revives it.'),
  ),
  rotsAt: Type.Optional(Timestamp('When it rots if nothing happens; not told of a past instant.')),
  ...nurtureFields,
};
