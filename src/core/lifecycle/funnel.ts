import type { AttributeDefinition } from '../attributes/definition.js';
import { findField } from '../conditions/fields.js';
import { type Lead, OPEN_CATEGORIES } from '../leads/lead.js';
import { mergeSections } from '../leads/lifecycle.js';
import { CATEGORIES, type Category } from '../leads/vocabulary.js';
import type { FieldViolation } from '../violations.js';
import { DEFAULT_RETURNING, type ReturningRules, validateReturning } from './returning-rules.js';

/** A stage of the funnel. The order of the document is the order of the funnel. */
export interface FunnelStage {
  /** 1-64 characters of a-z, 0-9, `_`, `-`; stays the same when the stage is renamed. */
  key: string;
  name: string;
  category: Category;
  /** Fields of the condition language that a lead must have before a person moves it here. */
  requiredFields?: readonly string[] | undefined;
  /** Keys of the stages that a person may move a lead to from this stage; absent: all. */
  allowedNext?: readonly string[] | undefined;
  /** Days without activity after which a lead rots; absent: never. Only in open categories. */
  ageingDays?: number | undefined;
}

/** How often, and how soon, an ended lead may be recycled. */
export interface RecyclingRules {
  /** Times a lead may be recycled. */
  maxCycles: number;
  /** Days that must pass after it was lost, parked or disqualified. */
  cooldownDays: number;
}

/** The stages of a workspace: each belongs to one category, and each category has at least one. */
export interface Funnel {
  stages: readonly FunnelStage[];
  recycling: RecyclingRules;
  /** What fresh interest does to leads that have ended; absent: `DEFAULT_RETURNING`. */
  returning?: ReturningRules | undefined;
}

export const FUNNEL_LIMITS = {
  stages: 50,
  requiredFields: 20,
  ageingDays: 3_650,
  maxCycles: 100,
  cooldownDays: 3_650,
} as const;

export interface CompiledFunnel {
  version: number;
  document: Funnel;
  returning: ReturningRules;
  byKey: ReadonlyMap<string, FunnelStage>;
  /** The stage of a lead whose category changes. */
  firstOf: Readonly<Record<Category, FunnelStage>>;
  /** First stages are named as their categories and no lead rots, so leads in first stages store no stage. */
  isPlain: boolean;
}

/** The funnel in which stages also require the attributes that are declared as required for them, archived ones apart. */
export function withRequiredAttributes(
  funnel: Funnel,
  definitions: readonly Pick<AttributeDefinition, 'name' | 'requiredForStages' | 'archivedAt'>[],
): Funnel {
  const requiring = definitions.filter(
    ({ requiredForStages, archivedAt }) => requiredForStages.length > 0 && archivedAt === null,
  );
  if (requiring.length === 0) return funnel;
  const stages = funnel.stages.map((stage) => {
    const declared = requiring.filter(({ requiredForStages }) => requiredForStages.includes(stage.key));
    const fields = [...(stage.requiredFields ?? []), ...declared.map(({ name }) => `attributes.${name}`)];
    return declared.length === 0 ? stage : { ...stage, requiredFields: [...new Set(fields)] };
  });
  return { ...funnel, stages };
}

export function compileFunnel(document: Funnel, version: number): CompiledFunnel {
  const { stages, returning = DEFAULT_RETURNING } = document;
  const firstOf = Object.fromEntries(
    CATEGORIES.map((category) => [category, stages.find((stage) => stage.category === category)]),
  ) as Record<Category, FunnelStage>;
  const isPlain =
    CATEGORIES.every((category) => firstOf[category].key === category) &&
    stages.every(({ ageingDays }) => ageingDays === undefined);
  return { version, document, returning, byKey: new Map(stages.map((stage) => [stage.key, stage])), firstOf, isPlain };
}

/** The stored key of the lead's stage. */
export const stageKeyOf = ({ lifecycle, category }: Pick<Lead, 'lifecycle' | 'category'>): string =>
  lifecycle?.stage ?? category;

/** When the lead entered its stage, epoch milliseconds. */
export const stageSinceOf = ({ lifecycle, categorySince }: Pick<Lead, 'lifecycle' | 'categorySince'>): number =>
  lifecycle?.stageSince ?? categorySince;

/** The lead's stage if it belongs to the lead's category, else the first stage of the category. */
export function stageOf(funnel: CompiledFunnel, lead: Pick<Lead, 'lifecycle' | 'category'>): FunnelStage {
  const stored = funnel.byKey.get(stageKeyOf(lead));
  return stored?.category === lead.category ? stored : funnel.firstOf[lead.category];
}

/** The lead with the first stage of its category, into which time alone has moved it. */
export function inFirstStage(funnel: Pick<CompiledFunnel, 'firstOf'>, lead: Lead): Lead {
  const { key } = funnel.firstOf[lead.category];
  const isNamed = key === lead.category;
  if (isNamed && lead.lifecycle?.stage === undefined && lead.lifecycle?.stageSince === undefined) return lead;
  const entered = isNamed
    ? { stage: undefined, stageSince: undefined }
    : { stage: key, stageSince: lead.categorySince };
  return { ...lead, lifecycle: mergeSections(lead.lifecycle, entered) };
}

const KEY = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/** All violations of a funnel whose shape is valid. */
export function validateFunnel({ stages, returning }: Funnel): FieldViolation[] {
  const violations: FieldViolation[] = returning === undefined ? [] : validateReturning(returning);
  const refuse = (pointer: string, code: string, detail: string) => violations.push({ pointer, code, detail });
  const keys = new Set<string>();
  for (const [index, { key }] of stages.entries()) {
    const pointer = `/stages/${index}/key`;
    if (!KEY.test(key)) refuse(pointer, 'invalid_key', 'must be 1-64 characters of a-z, 0-9, "_" and "-"');
    else if (keys.has(key)) refuse(pointer, 'duplicate_key', `the key "${key}" is used more than once`);
    keys.add(key);
  }
  for (const category of CATEGORIES) {
    if (stages.some((stage) => stage.category === category)) continue;
    refuse('/stages', 'category_missing', `the category "${category}" needs a stage: leads will be in it`);
  }
  for (const [index, stage] of stages.entries()) {
    const pointer = `/stages/${index}`;
    for (const [position, field] of (stage.requiredFields ?? []).entries()) {
      if (findField(field)) continue;
      refuse(`${pointer}/requiredFields/${position}`, 'field_unknown', `there is no field "${field}"`);
    }
    for (const [position, next] of (stage.allowedNext ?? []).entries()) {
      if (keys.has(next)) continue;
      refuse(`${pointer}/allowedNext/${position}`, 'stage_unknown', `there is no stage "${next}"`);
    }
    if (stage.ageingDays !== undefined && !OPEN_CATEGORIES.has(stage.category)) {
      refuse(`${pointer}/ageingDays`, 'value_invalid', 'only stages of open categories can have an ageing limit');
    }
    // A key that is the name of another category would be ambiguous.
    if (CATEGORIES.some((category) => category === stage.key && category !== stage.category)) {
      refuse(`${pointer}/key`, 'invalid_key', `"${stage.key}" is the name of another category`);
    }
  }
  return violations;
}
