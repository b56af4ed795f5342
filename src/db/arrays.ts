/**
 * An array parameter of which the planner does not see how long it is. It sees the length of one that it is given, finds that
 * few rows cost less than the ten it would guess, and plans the statement anew each time: for a single lead, more work than
 * all the rest.
 */
export const unseen = (parameter: string, type: string): string => `(select ${parameter}::${type}[])`;
