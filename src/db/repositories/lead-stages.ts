import { eq, isNull, type SQL, sql } from 'drizzle-orm';
import { CATEGORIES } from '../../core/leads/vocabulary.js';
import { leads } from '../schema/leads.js';

/** Where leads are in the funnel, beyond their category. */
export interface StageFilter {
  /** Key of the stage. */
  stage?: string | undefined;
  rotted?: boolean | undefined;
}

/**
 * Of a lead in the stage that is named as its category nothing is kept: the index of categories finds it. All others are in
 * `leads_stage`.
 */
export function stageSql({ stage, rotted }: StageFilter): SQL[] {
  const conditions: SQL[] = [];
  const kept = sql`(${leads.lifecycle} ->> 'stage')`;
  if (stage !== undefined) {
    if (CATEGORIES.some((category) => category === stage)) conditions.push(eq(leads.category, stage), isNull(kept));
    else conditions.push(sql`${kept} = ${stage}`);
  }
  if (rotted !== undefined) {
    const rotting = sql`(${leads.lifecycle} -> 'rotting')`;
    conditions.push(rotted ? sql`${rotting} is not null` : sql`${rotting} is null`);
  }
  return conditions;
}
