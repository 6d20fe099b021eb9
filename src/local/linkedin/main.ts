// The LinkedIn simulator as a program of its own.
import { runProgram } from '../simulator/program.ts';
import { startLinkedIn } from './server.ts';

await runProgram({ usage: 'node src/local/linkedin/main.ts', more: [] }, (options) => startLinkedIn(options));
