// Before `npm start`, which installs nothing: says what is missing, in words, instead of an error out of the bot's files.
import { productionFault } from './production.mjs';

const fault = productionFault();
if (fault !== null) {
  process.stderr.write(`${fault}\n`);
  process.exitCode = 1;
}
