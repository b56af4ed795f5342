/**
 * Hides the length of an array parameter from the planner. The planner sees the length of a plain parameter, finds that few rows
 * cost less than its guess of ten, and plans the statement again each time: for a single lead, more work than all the rest.
 */
export const unseen = (parameter: string, type: string): string => `(select ${parameter}::${type}[])`;
