import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { HandoverStore } from '../../ports/handovers.ts';
import type { Town } from './check-town.ts';
import { type Diagnosis, doubtful, ill, well } from './diagnosis.ts';

const SETTING = 'add register: { folder: …, secretFolder: …, mail: … }';

/** How the municipality's entries come to whoever keeps its diary: whether that is set, can be done now, and has been. */
export async function checkHandOver(
  { reading, policy: { municipality } }: Town,
  store: Pick<HandoverStore, 'handovers'>,
): Promise<Diagnosis[]> {
  const { folder, secretFolder, mail } = reading.accounts[municipality]?.register ?? {};
  const places = { folder, secretFolder };
  const named = Object.entries({ ...places, mail }).flatMap(([way, value]) => (value ? [way] : []));
  const bad = (await Promise.all(Object.entries(places).map(unwritable))).flat();
  const counts = countsOf(await store.handovers(municipality));
  const says = `${named.length === 0 ? 'nothing is set: nobody is handed the entries of the register' : named.join(', ')}; ${counts.says}`;
  const found = [
    counts.trouble === 0
      ? well('hand-over', says)
      : ill(
          'hand-over',
          says,
          `see which: kv handover --municipality ${municipality}; then --retry <reference> --way <way>, or give the entry its number`,
        ),
    ...bad,
    ...(folder !== undefined && secretFolder === undefined
      ? [
          doubtful(
            'hand-over',
            'no secretFolder: what is, or may be, secret is put in no folder',
            `${SETTING} to ${municipality}`,
          ),
        ]
      : []),
  ];
  return found.map((one) => ({ ...one, municipality }));
}

/** The folder itself is the installer's to make. Nothing is written: it is only asked whether one may. */
async function unwritable([setting, folder]: [string, string | undefined]): Promise<Diagnosis[]> {
  if (folder === undefined) return [];
  const cure = 'make the folder, and let the user that runs the bot write in it';
  try {
    if (!(await stat(folder)).isDirectory())
      return [ill('hand-over', `${setting}: ${folder} is no folder`, cure)];
    await access(folder, constants.W_OK | constants.X_OK);
    return [];
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown';
    return [ill('hand-over', `${setting}: ${folder} cannot be written in (${code})`, cure)];
  }
}

type Handed = Awaited<ReturnType<HandoverStore['handovers']>>;

function countsOf(all: Handed): { says: string; trouble: number } {
  const count = (...states: Handed[number]['state'][]) =>
    all.filter(({ state }) => states.includes(state)).length;
  const troubled = (state: Handed[number]['state']) =>
    all.filter((one) => one.needsSomebody && one.state === state).length;
  const [failed, unknown] = [troubled('failed'), troubled('unknown')];
  return {
    says: `${count('done')} handed over, ${count('pending', 'started')} wait, ${failed} failed, ${unknown} unknown`,
    trouble: failed + unknown,
  };
}
