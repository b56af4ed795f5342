/** One stored record about a person: the name of its table, and its columns. */
export interface PersonalRecord {
  kind: string;
  data: Record<string, unknown>;
}
