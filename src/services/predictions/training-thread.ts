import { parentPort, workerData } from 'node:worker_threads';
import { learn } from '../../core/prediction/learn.js';
import type { TrainingTask } from './train-apart.js';

/** A thread of its own: trains once, answers and ends. */
const { sample, present } = workerData as TrainingTask;
parentPort?.postMessage(learn(sample, present));
