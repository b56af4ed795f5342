/** The steps of the journey, in order. Every journey prints the name of a step, as one line, before it takes the step. */
export const STEPS = [
  'create',
  'read',
  'patch one field',
  'stale If-Match',
  'search text',
  'search number',
  'search list',
  'search boolean',
  'batch',
  'page',
  'engagement',
  'score',
  'convert',
  'problem',
] as const;

export const isStep = (line: string): boolean => STEPS.some((step) => step === line);
