import type { Subject } from '../conditions/subject.js';
import { isFact, type Reading, visitFields } from './lead-fields.js';
import type { FillCount } from './leakage.js';
import { matureBefore } from './maturity.js';
import type { Outcome } from './outcomes.js';
import { hashText } from './random.js';
import { type FieldValue, isMissing } from './sample.js';

/** A decided lead as training data. */
export interface DecidedLead {
  id: string;
  /** When it was created, epoch milliseconds. */
  createdAt: number;
  outcome: Outcome;
  /** Its field values at an instant; undefined when they cannot be determined. */
  knownAt: (instant: number) => Subject | undefined;
  /** Its field values now, after the outcome. */
  now: Subject;
}

/** A column as indexes into a list of its distinct values, -1 for missing. Small, and can be moved to a thread without a copy. */
export interface PackedColumn {
  name: string;
  values: (string | number | boolean)[];
  ids: Int32Array;
}

/** Rows in the order in which leads were added. */
export interface PackedSample {
  columns: PackedColumn[];
  won: Uint8Array;
  /** Instants of the outcomes, epoch milliseconds. */
  at: Float64Array;
  filled: Record<string, FillCount>;
  open: { leads: number; known: Set<string> };
}

export interface Learning {
  sample: PackedSample;
  /** Decided leads left out because too many leads of their time are still open. */
  unripe: number;
}

/** Most fields to train on. The number of attributes and list items is unlimited. */
const MAX_FIELDS = 400;
const SEED = 7;

/**
 * Collects decided leads one by one, so that a hundred thousand need only the memory of their columns. Each lead is taken as it
 * was at one instant of its open time, derived from its id. Predictions are made at such instants too; shortly before the
 * outcome every lead has been called, quoted and written to.
 */
export class LearningTable {
  private readonly columns = new Map<string, Column>();
  private readonly won: boolean[] = [];
  private readonly decided: { arrivedAt: number; decidedAt: number }[] = [];
  private readonly filled = new Map<string, FillCount>();
  private readonly open = { leads: 0, known: new Set<string>() };

  /** `declared`: the types of custom attributes. */
  constructor(private readonly reading: Reading = {}) {}

  get rows(): number {
    return this.won.length;
  }

  add(lead: DecidedLead): void {
    const { createdAt, outcome, knownAt } = lead;
    const subject = knownAt(instantOf(lead));
    const before = knownAt(outcome.at - 1);
    if (subject === undefined || before === undefined) return;
    const row = this.rows;
    this.won.push(outcome.won);
    this.decided.push({ arrivedAt: createdAt, decidedAt: outcome.at });
    visitFields(subject, (name, value) => this.column(name)?.put(row, value), this.reading);
    this.countFilled(before, lead.now);
  }

  addOpen(subject: Subject): void {
    this.open.leads++;
    const visit = (name: string, value: FieldValue): void => {
      if (!isMissing(value)) this.open.known.add(name);
    };
    visitFields(subject, visit, this.reading);
  }

  /** The training data at `now`. The table must not be used afterwards. */
  finish(now: number): Learning {
    const last = matureBefore(this.decided, now) ?? now;
    const ripe = Int32Array.from(this.won.keys()).filter((row) => (this.decided[row]?.arrivedAt ?? 0) <= last);
    const columns = [...this.columns].map(([name, column]) => ({
      name,
      values: column.values,
      ids: column.take(ripe),
    }));
    this.columns.clear();
    const sample = {
      columns,
      won: Uint8Array.from(ripe, (row) => (this.won[row] ? 1 : 0)),
      at: Float64Array.from(ripe, (row) => this.decided[row]?.decidedAt ?? 0),
      filled: Object.fromEntries(this.filled),
      open: this.open,
    };
    return { sample, unripe: this.rows - ripe.length };
  }

  /** Keeps a field that was only set with the outcome, so that it is reported as leaky. */
  private countFilled(before: Subject, now: Subject): void {
    const known = new Set<string>();
    const note = (name: string, value: FieldValue): void => {
      if (!isMissing(value)) known.add(name);
    };
    visitFields(before, note, this.reading);
    const count = (name: string, value: FieldValue): void => {
      if (isMissing(value) || !isFact(name) || this.column(name) === undefined) return;
      const counts = this.filled.get(name) ?? { early: 0, late: 0 };
      this.filled.set(name, counts);
      if (known.has(name)) counts.early++;
      else counts.late++;
    };
    visitFields(now, count, this.reading);
  }

  private column(name: string): Column | undefined {
    let column = this.columns.get(name);
    if (column === undefined && this.columns.size < MAX_FIELDS) {
      column = new Column();
      this.columns.set(name, column);
    }
    return column;
  }
}

/** An instant of the lead's open time; the same in every training. */
function instantOf({ id, createdAt, outcome }: DecidedLead): number {
  const share = (hashText(id, SEED) >>> 0) / 4_294_967_296;
  return Math.floor(createdAt + share * Math.max(0, outcome.at - 1 - createdAt));
}

class Column {
  readonly values: (string | number | boolean)[] = [];
  private readonly known = new Map<FieldValue, number>();
  private ids = new Int32Array(1_024).fill(-1);

  put(row: number, value: FieldValue): void {
    if (isMissing(value)) return;
    let id = this.known.get(value);
    if (id === undefined) {
      id = this.values.length;
      this.known.set(value, id);
      this.values.push(value);
    }
    if (row >= this.ids.length) {
      const longer = new Int32Array(Math.max(row + 1, this.ids.length * 2)).fill(-1);
      longer.set(this.ids);
      this.ids = longer;
    }
    this.ids[row] = id;
  }

  /** A plain loop for speed: it runs for each row of each column in the thread that serves requests. */
  take(rows: Int32Array): Int32Array {
    const taken = new Int32Array(rows.length).fill(-1);
    for (let place = 0; place < rows.length; place++) {
      const row = rows[place] as number;
      if (row < this.ids.length) taken[place] = this.ids[row] as number;
    }
    return taken;
  }
}
