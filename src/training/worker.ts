import { parentPort, workerData } from 'node:worker_threads';
import { store } from '../screening/model/stored.ts';
import { type Lessons, train } from './train.ts';

/** What the thread is given. */
export interface Task {
  readonly lessons: Lessons;
  readonly rulesDir: string;
}

// A thread of its own: training must not hold up intake or presses.
const { lessons, rulesDir } = workerData as Task;
parentPort?.postMessage(store(train(lessons, rulesDir)));
