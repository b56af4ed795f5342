import type { EncodedRows } from './encoded.js';
import { sigmoid } from './metrics.js';
import { randomStream } from './random.js';
import { addTree, type Growth, growTree, type Slopes, type Tree } from './trees.js';

/** One part of the rows to train on, and the held part to decide when to stop. Boosting starts from the given log-odds. */
export interface Fold {
  growth: Growth;
  logOdds: Float64Array;
  held: EncodedRows;
  heldLogOdds: Float64Array;
}

export interface Boosted {
  /** For each fold, the trees up to the iteration with the lowest total loss. */
  trees: Tree[][];
  /** Log-odds of the held rows after the iteration that was best for the other folds, so that their own outcomes choose nothing. */
  heldLogOdds: Float64Array[];
}

export const LEARNING_RATE = 0.1;
const MAX_ITERATIONS = 400;
/** Iterations without a better loss on the held rows before boosting ends. */
const PATIENCE = 25;
const ROW_SHARE = 0.6;
const FIELD_SHARE = 0.5;
const MAX_FIELDS = 12;

/**
 * Stochastic gradient boosting (Friedman 2002) of two-level trees. All folds run in step, so that one number of iterations,
 * chosen by the held rows of all folds, stops them.
 */
export function boost(folds: readonly Fold[], seed: number): Boosted {
  const runs = folds.map((fold, index) => startRun(fold, seed + index));
  const stateAt = (iteration: number, loss: number) => ({
    iteration,
    loss,
    trees: runs.map(({ trees }) => trees.length),
  });
  const first = runs.map((run) => run.loss());
  let best = stateAt(0, total(first));
  const others = first.map((loss) => best.loss - loss);
  const kept = runs.map(({ heldLogOdds }) => heldLogOdds.slice());
  for (let iteration = 1; iteration <= MAX_ITERATIONS && iteration - best.iteration <= PATIENCE; iteration++) {
    const losses = runs.map((run) => run.step());
    const loss = total(losses);
    if (loss < best.loss) best = stateAt(iteration, loss);
    for (const [index, run] of runs.entries()) {
      const without = loss - (losses[index] as number);
      if (without >= (others[index] as number)) continue;
      others[index] = without;
      kept[index]?.set(run.heldLogOdds);
    }
  }
  return { trees: runs.map(({ trees }, index) => trees.slice(0, best.trees[index])), heldLogOdds: kept };
}

interface Run {
  trees: Tree[];
  heldLogOdds: Float64Array;
  loss(): number;
  /** Grows a tree; returns the loss on the held rows. */
  step(): number;
}

function startRun({ growth, logOdds: start, held, heldLogOdds: heldStart }: Fold, seed: number): Run {
  const random = randomStream(seed);
  const { won, sizes } = growth.rows;
  const logOdds = start.slice();
  const heldLogOdds = heldStart.slice();
  const slopes: Slopes = { residual: new Float64Array(won.length), weight: new Float64Array(won.length) };
  const trees: Tree[] = [];
  const useful = [...sizes.keys()].filter((field) => (sizes[field] as number) > 1);
  const loss = () => lossOf(held.won, heldLogOdds);
  return {
    trees,
    heldLogOdds,
    loss,
    step() {
      const sample = drawRows(won.length, random);
      for (let index = 0; index < sample.length; index++) {
        const row = sample[index] as number;
        const probability = sigmoid(logOdds[row] as number);
        slopes.residual[row] = (won[row] as number) - probability;
        slopes.weight[row] = probability * (1 - probability);
      }
      const tree = growTree(growth, slopes, sample, drawFields(useful, random));
      if (!tree) return loss();
      trees.push(tree);
      addTree(tree, LEARNING_RATE, growth.rows, logOdds);
      addTree(tree, LEARNING_RATE, held, heldLogOdds);
      return loss();
    },
  };
}

const total = (losses: readonly number[]) => losses.reduce((sum, loss) => sum + loss, 0);

function lossOf(won: Uint8Array, logOdds: Float64Array): number {
  let loss = 0;
  for (let row = 0; row < won.length; row++) {
    const signed = won[row] ? (logOdds[row] as number) : -(logOdds[row] as number);
    loss += Math.log1p(Math.exp(-signed));
  }
  return loss;
}

/** A random sample of the rows, in order. */
function drawRows(count: number, random: () => number): Int32Array {
  const drawn = new Int32Array(count);
  let length = 0;
  for (let row = 0; row < count; row++) {
    drawn[length] = row;
    length += random() < ROW_SHARE ? 1 : 0;
  }
  return drawn.subarray(0, length);
}

function drawFields(fields: readonly number[], random: () => number): number[] {
  const pool = [...fields];
  const count = Math.min(pool.length, MAX_FIELDS, Math.max(3, Math.ceil(pool.length * FIELD_SHARE)));
  for (let index = 0; index < count; index++) {
    const other = index + Math.floor(random() * (pool.length - index));
    [pool[index], pool[other]] = [pool[other] as number, pool[index] as number];
  }
  return pool.slice(0, count);
}
