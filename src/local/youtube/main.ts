// The YouTube simulator as a program of its own.
import { runProgram } from '../simulator/program.ts';
import { startYouTube } from './server.ts';

await runProgram({ usage: 'node src/local/youtube/main.ts', more: [] }, startYouTube);
