import { type Attributes, type HrTime, ValueType } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  type CollectionResult,
  type DataPoint,
  DataPointType,
  type Histogram,
  type MetricData,
} from '@opentelemetry/sdk-metrics';
import type { MetricObjectWithValues, MetricValue, MetricValueWithName, Registry } from 'prom-client';

type Metric = MetricObjectWithValues<MetricValue<string>>;
type Value = MetricValue<string> | MetricValueWithName<string>;

const startTime = hrTime(Date.now());

/** The metrics of `/metrics` in the form of OpenTelemetry: the same names, labels and buckets. */
export async function otelMetrics(registry: Registry, resource: Resource): Promise<CollectionResult> {
  const read = await registry.getMetricsAsJSON();
  const endTime = hrTime(Date.now());
  const metrics = read.flatMap((metric) => {
    const data = metricData(metric, endTime);
    return data === undefined ? [] : [data];
  });
  return { resourceMetrics: { resource, scopeMetrics: [{ scope: { name: 'headwater' }, metrics }] }, errors: [] };
}

function metricData(metric: Metric, endTime: HrTime): MetricData | undefined {
  const { name, help: description } = metric;
  const descriptor = { name, description, unit: name.endsWith('_seconds') ? 's' : '', valueType: ValueType.DOUBLE };
  const aggregationTemporality = AggregationTemporality.CUMULATIVE;
  // The declared type is an enumeration of numbers; the values are words.
  const type = String(metric.type);
  if (type === 'histogram') {
    const dataPoints = histogramPoints(metric.values, endTime);
    return { descriptor, aggregationTemporality, dataPointType: DataPointType.HISTOGRAM, dataPoints };
  }
  const dataPoints = metric.values
    .filter(({ value }) => Number.isFinite(value))
    .map(({ labels, value }) => ({ startTime, endTime, attributes: attributesOf(labels), value }));
  if (type === 'counter')
    return { descriptor, aggregationTemporality, dataPointType: DataPointType.SUM, dataPoints, isMonotonic: true };
  return { descriptor, aggregationTemporality, dataPointType: DataPointType.GAUGE, dataPoints };
}

interface Series {
  attributes: Attributes;
  /** Upper bound and the number of values up to it, in the order of the bounds. */
  buckets: [bound: number, count: number][];
  sum: number;
  count: number;
}

/** Prometheus counts all values up to a bound, OpenTelemetry those between two bounds. */
function histogramPoints(values: readonly Value[], endTime: HrTime): DataPoint<Histogram>[] {
  const series = new Map<string, Series>();
  for (const { labels, value, ...rest } of values) {
    const { le, ...others } = labels;
    const key = JSON.stringify(others);
    const known = series.get(key) ?? { attributes: attributesOf(others), buckets: [], sum: 0, count: 0 };
    series.set(key, known);
    const part = 'metricName' in rest ? String(rest.metricName) : '';
    if (part.endsWith('_sum')) known.sum = value;
    else if (part.endsWith('_count')) known.count = value;
    else if (le !== undefined && le !== '+Inf') known.buckets.push([Number(le), value]);
  }
  return [...series.values()].map(({ attributes, buckets, sum, count }) => {
    const upTo = [...buckets.map(([, total]) => total), count];
    const counts = upTo.map((total, index) => total - (upTo[index - 1] ?? 0));
    const boundaries = buckets.map(([bound]) => bound);
    return { startTime, endTime, attributes, value: { buckets: { boundaries, counts }, sum, count } };
  });
}

function attributesOf(labels: Partial<Record<string, string | number>>): Attributes {
  return { ...labels };
}

function hrTime(milliseconds: number): HrTime {
  return [Math.floor(milliseconds / 1_000), (milliseconds % 1_000) * 1e6];
}
