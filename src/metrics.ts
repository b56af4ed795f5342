import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { EVENT_TYPES, type EventCounts } from './core/events/events.js';
import { JOB_STATES } from './core/job-kinds.js';
import { SLA_CLOCKS } from './core/leads/sla.js';
import { CATEGORIES } from './core/leads/vocabulary.js';
import type { Database } from './db/client.js';
import type { Figure, FigureName } from './db/repositories/figures.js';

/** What the product counts while it works. */
export interface Observer {
  /** Called after a transaction has committed. */
  committed(counts: EventCounts): void;
  /** Called for a page of the event feed with the age of its newest event in seconds. */
  feedRead(seconds: number): void;
}

export interface MetricSources {
  database: Database;
  /** Seconds that the longest overdue timer had waited at the last check. */
  timersLag: () => number;
  /** Numbers about the whole database. */
  figures: {
    readWorkFigures(now: number): Promise<Figure[]>;
    readLeadFigures(): Promise<Figure[]>;
  };
  clock: () => number;
}

/** Figures about the whole database are read at most this often, and only for scrapes. */
const FIGURES_EVERY_MS = 60_000;
/** The pause is this many times as long as the reading, so that a large database spends at most a hundredth of its time on it. */
const PAUSE_FACTOR = 100;
/** A scrape waits this long for new figures, and then shows the ones before. */
const PATIENCE_MS = 1_000;

export interface ProductMetrics {
  observer: Observer;
  /** Adds what `/metrics` shows besides the requests. */
  register(registry: Registry, sources: MetricSources): void;
}

export function createMetrics(): ProductMetrics {
  const { observer, metrics } = createObserver();
  return {
    observer,
    register(registry, sources) {
      for (const metric of metrics) registry.registerMetric(metric);
      registerProcess(registry, sources);
      registerFigures(registry, sources);
    },
  };
}

function registerProcess(registry: Registry, { database: { pool }, timersLag }: MetricSources): void {
  const lag = monitorEventLoopDelay({ resolution: 20 });
  lag.enable();
  const gauges: [string, string, () => number][] = [
    ['db_pool_total', 'Connections of the pool.', () => pool.totalCount],
    ['db_pool_idle', 'Connections that wait for work.', () => pool.idleCount],
    ['db_pool_waiting', 'Work that waits for a connection.', () => pool.waitingCount],
    ['event_loop_lag_p99_seconds', 'Delay of the event loop, 99th percentile.', () => lag.percentile(99) / 1e9],
    ['timers_lag_seconds', 'How long the longest overdue timer had waited when last looked at.', timersLag],
    ['process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss()],
  ];
  for (const [name, help, read] of gauges) {
    registry.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        collect() {
          this.set(read());
        },
      }),
    );
  }
}

interface FigureMetric {
  figure: FigureName;
  name: string;
  help: string;
  /** The label and all its values; those that the database does not have are 0. */
  label?: { name: string; values: readonly string[] };
}

const FIGURES: FigureMetric[] = [
  {
    ...{ figure: 'leads', name: 'headwater_leads', label: { name: 'category', values: CATEGORIES } },
    help: 'Leads by category.',
  },
  { figure: 'waiting', name: 'headwater_leads_waiting', help: 'Leads without an owner that are not closed.' },
  {
    ...{ figure: 'jobs', name: 'headwater_jobs', label: { name: 'state', values: JOB_STATES } },
    help: 'Long operations by state.',
  },
  { figure: 'tasks_overdue', name: 'headwater_tasks_overdue', help: 'Open tasks whose instant has passed.' },
  {
    ...{
      figure: 'sla_breached',
      name: 'headwater_sla_breached_last_day',
      label: { name: 'clock', values: SLA_CLOCKS },
    },
    help: 'SLA clocks breached in the last 24 hours, by kind of clock.',
  },
  { figure: 'timers_behind', name: 'headwater_timers_behind_seconds', help: 'How long the earliest timer is overdue.' },
];

const OF_LEADS: ReadonlySet<FigureName> = new Set(['leads', 'waiting']);

/**
 * Reads figures at most once a minute, later after a slow reading; undefined while they cannot be read. Returns the ones before
 * when new ones take long.
 */
function cachedFigures(
  read: () => Promise<Figure[]>,
  clock: () => number,
): () => Promise<readonly Figure[] | undefined> {
  let figures: readonly Figure[] | undefined;
  let reading: Promise<void> | undefined;
  let nextAt = Number.NEGATIVE_INFINITY;
  const start = async () => {
    const startedAt = performance.now();
    figures = await read().catch(() => undefined);
    nextAt = clock() + Math.max(FIGURES_EVERY_MS, PAUSE_FACTOR * (performance.now() - startedAt));
    reading = undefined;
  };
  return async () => {
    if (reading === undefined && clock() >= nextAt) reading = start();
    if (reading !== undefined) await Promise.race([reading, sleep(PATIENCE_MS, undefined, { ref: false })]);
    return figures;
  };
}

/** Gauges about all workspaces. They have no value while the database does not answer. */
function registerFigures(registry: Registry, { figures, clock }: MetricSources): void {
  const readWork = cachedFigures(() => figures.readWorkFigures(clock()), clock);
  const readLeads = cachedFigures(() => figures.readLeadFigures(), clock);
  for (const { figure, name, help, label } of FIGURES) {
    const collect = async (gauge: Gauge) => {
      const read = await (OF_LEADS.has(figure) ? readLeads : readWork)();
      gauge.reset();
      const values = new Map(read?.filter(({ name }) => name === figure).map(({ label, value }) => [label, value]));
      if (label === undefined) gauge.set(values.get('') ?? Number.NaN);
      else if (read !== undefined)
        for (const value of label.values) gauge.set({ [label.name]: value }, values.get(value) ?? 0);
    };
    const labelNames = label === undefined ? [] : [label.name];
    registry.registerMetric(
      new Gauge({
        ...{ name, help, labelNames, registers: [] },
        async collect() {
          await collect(this);
        },
      }),
    );
  }
}

function createObserver(): { observer: Observer; metrics: [Counter<'type'>, Histogram] } {
  const events = new Counter({
    name: 'headwater_events_total',
    help: 'Events that this process has committed, by type.',
    labelNames: ['type'],
    registers: [],
  });
  // A counter that begins at 1 has no increase, so the first failure would raise no alert.
  for (const type of EVENT_TYPES) events.inc({ type }, 0);
  const lag = new Histogram({
    name: 'headwater_event_feed_lag_seconds',
    help: 'Age of the newest event of each page of the feed when it was read.',
    buckets: [0.1, 1, 5, 15, 60, 300, 900, 3_600, 21_600, 86_400],
    registers: [],
  });
  const observer: Observer = {
    committed(counts) {
      for (const [type, count] of Object.entries(counts)) events.inc({ type }, count);
    },
    feedRead: (seconds) => lag.observe(seconds),
  };
  return { observer, metrics: [events, lag] };
}
