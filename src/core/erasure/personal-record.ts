/** Most rows of one kind in an answer. */
export const MOST_PERSONAL_ROWS = 10_000;

/** One stored record about a person: the name of its table, and its columns. */
export interface PersonalRecord {
  kind: string;
  data: Record<string, unknown>;
}
