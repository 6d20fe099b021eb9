// The deployed bot as src/main.ts starts it, but that it tells the bench where it listens and how much memory and time it takes.

import { startApp } from '../../src/app/start.ts';
import { answerQuestions, busyMs, residentMb } from './child.ts';

const app = await startApp();
answerQuestions(app.url, { busyMs, residentMb }, app.close);
