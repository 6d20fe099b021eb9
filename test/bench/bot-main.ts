// The deployed bot as src/main.ts starts it, but that it tells the bench where it listens and how much memory it holds.

import { startApp } from '../../src/app/start.ts';
import { answerQuestions, residentMb } from './child.ts';

const app = await startApp();
answerQuestions(app.url, { residentMb }, app.close);
