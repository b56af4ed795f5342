import type { PartName, PopulationName, ValueName } from './populations.js';

/** `ratio`: of two metrics, may be above 1 or below 0. `number`: without a unit, such as a score. */
export const METRIC_UNITS = ['count', 'share', 'amount', 'days', 'minutes', 'ratio', 'number'] as const;
export type MetricUnit = (typeof METRIC_UNITS)[number];

/** What is computed of the values of the records. `p75`: three quarters of them are at most this. */
export const VALUE_FUNCTIONS = ['sum', 'average', 'median', 'p75', 'p90'] as const;
export type ValueFunction = (typeof VALUE_FUNCTIONS)[number];

/** A number of records that marketing or sales asks for. */
export interface RecordMetric {
  title: string;
  unit: MetricUnit;
  population: PopulationName;
  /** Of a share: the records that count in the numerator. */
  part?: PartName;
  /** Of the other units but a count: what is computed of which value. */
  value?: readonly [ValueFunction, ValueName];
}

export const count = (title: string, population: PopulationName): RecordMetric => ({
  title,
  unit: 'count',
  population,
});

export const share = (title: string, part: PartName, population: PopulationName): RecordMetric => ({
  ...{ title, unit: 'share', population, part },
});

/** Metrics of one value, such as its median and its percentiles. */
export const measured = (
  title: string,
  unit: MetricUnit,
  population: PopulationName,
  ...value: [ValueFunction, ValueName]
): RecordMetric => ({ title, unit, population, value });
