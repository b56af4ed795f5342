import { type SQL, sql } from 'drizzle-orm';
import type { PartName, ValueName } from '../../core/metrics/populations.js';
import { leads } from '../schema/leads.js';
import type { StepsFrom } from './lead-step-sql.js';

/** The records of a population as a table with the leads beside them. */
export interface PopulationSql {
  /** Follows `from`. The lead of a record is `leads`, of nulls where it has none. */
  from: SQL;
  /** Joined where a part is counted. */
  partsFrom?: SQL;
  at: SQL;
  /** Of records that are days: the day, by which periods and cohorts select. */
  day?: SQL;
  /** Which rows belong to the population, and the workspace. */
  where: SQL;
  parts: Partial<Record<PartName, SQL>>;
  values: Partial<Record<ValueName, SQL>>;
  /** Fields and dimensions that the record has itself, in place of those of its lead. */
  own: Readonly<Record<string, SQL>>;
  /** Own dimensions with several values, each a list of texts. */
  lists?: Readonly<Record<string, SQL>>;
}

/** What the records of a population can depend on beside the workspace. Instants are epoch milliseconds. */
export interface PopulationContext {
  stepsFrom: StepsFrom;
  from: number;
  before: number;
  now: number;
}

export type MakePopulation = (workspaceId: string, context: PopulationContext) => PopulationSql;

export const none = { parts: {}, values: {}, own: {} };

export const quoted = (words: readonly string[]): SQL => sql.raw(words.map((word) => `'${word}'`).join(', '));

export const instantSql = (at: number): SQL => sql`${new Date(at).toISOString()}::timestamptz`;

/** The lead of a record, of nulls where it has none or it was deleted. */
export const joined = (workspaceId: string, leadId: SQL): SQL =>
  sql`left join ${leads} on ${leads.workspaceId} = ${workspaceId} and ${leads.id} = ${leadId}`;

const SECONDS_A_DAY = 86_400;
export const days = (from: SQL, to: SQL): SQL =>
  sql`date_part('epoch', ${to} - ${from}) / ${sql.raw(String(SECONDS_A_DAY))}`;
export const minutes = (from: SQL, to: SQL): SQL => sql`date_part('epoch', ${to} - ${from}) / 60`;
