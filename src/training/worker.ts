import { parentPort, workerData } from 'node:worker_threads';
import { store } from '../learner/stored.ts';
import { type Lessons, train, trainAsking } from './train.ts';

/** What the thread is given. */
export interface Task {
  readonly lessons: Lessons;
  readonly rulesDir: string;
}

// A thread of its own: training must not hold up intake or presses. Comments wait for the first, questions for the second.
const { lessons, rulesDir } = workerData as Task;
parentPort?.postMessage(store(train(lessons, rulesDir)));
parentPort?.postMessage(store(trainAsking(rulesDir)));
