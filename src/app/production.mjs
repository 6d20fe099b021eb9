// What a deployed bot needs of the machine. Plain JavaScript, readable by Node 20, nothing imported but Node itself: it
// is there to say so where the bot cannot even be read.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const packages = join(root, 'node_modules');
const { engines, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const manifestOf = (name) => join(packages, ...name.split('/'), 'package.json');

/**
 * Whether packages were installed here for production (`npm ci --omit=dev`): some of those that it needs, and not the
 * npm package `node`, which a developer's commands run on and production has no use for.
 */
export const isForProduction = () =>
  !existsSync(manifestOf('node')) && Object.keys(dependencies).some((name) => existsSync(manifestOf(name)));

/** What keeps the bot from running here, with its cure; null when nothing does. */
export function productionFault() {
  const needed = Number(/\d+/u.exec(engines.node)?.[0]);
  if (Number(process.versions.node.split('.')[0]) < needed)
    return `Kommentarsvakten needs Node ${needed} or later; this is ${process.version}. Install it from https://nodejs.org/ (or your system's or container's own package of it), and start again.`;
  const wrong = Object.entries(dependencies).flatMap(([name, version]) =>
    existsSync(manifestOf(name)) && JSON.parse(readFileSync(manifestOf(name), 'utf8')).version === version
      ? []
      : [`${name} ${version}`],
  );
  if (wrong.length === 0) return null;
  return `Packages are missing, or of another version than package.json names: ${wrong.join(', ')}. Nothing was installed. Run "npm ci --omit=dev" in ${root}.`;
}
