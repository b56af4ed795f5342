import { formatInstant, parseInstant } from './instants.js';

/** Names of the query parameters that bound the period of a report. */
export const PERIOD = ['from', 'before'] as const;

interface PeriodQuery {
  from?: string | undefined;
  before?: string | undefined;
}

/** The period in epoch milliseconds. */
export const periodOf = ({ from, before }: PeriodQuery) => ({ from: parseInstant(from), before: parseInstant(before) });

export const periodOut = (query: PeriodQuery) => {
  const { from, before } = periodOf(query);
  return { from: formatInstant(from), before: formatInstant(before) };
};

export const definitionsOut = (definitions: Record<string, string>) =>
  Object.entries(definitions).map(([name, definition]) => ({ name, definition }));

/** A part of a whole; null of nothing. */
export const shareOf = (part: number, whole: number) => (whole === 0 ? null : part / whole);
