import { eq, isNull, type SQL, sql } from 'drizzle-orm';
import { CATEGORIES } from '../../core/leads/vocabulary.js';
import { leads } from '../schema/leads.js';

/** Filters by stage of the funnel, beyond the category. */
export interface StageFilter {
  /** Key of the stage. */
  stage?: string | undefined;
  rotted?: boolean | undefined;
}

/**
 * A lead in the stage with its category's name stores no stage: the index of categories finds it. The index `leads_stage` has all
 * others.
 */
export function stageSql({ stage, rotted }: StageFilter): SQL[] {
  const conditions: SQL[] = [];
  const kept = sql`(${leads.lifecycle} ->> 'stage')`;
  if (stage !== undefined) {
    const category = CATEGORIES.find((category) => category === stage);
    if (category !== undefined) conditions.push(eq(leads.category, category), isNull(kept));
    else conditions.push(sql`${kept} = ${stage}`);
  }
  if (rotted !== undefined) {
    const rotting = sql`(${leads.lifecycle} -> 'rotting')`;
    conditions.push(rotted ? sql`${rotting} is not null` : sql`${rotting} is null`);
  }
  return conditions;
}
