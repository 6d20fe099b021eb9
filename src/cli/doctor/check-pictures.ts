import type { Config } from '../../config/config.ts';
import type { PictureStore } from '../../ports/pictures.ts';
import { type Diagnosis, doubtful, ill, well } from './diagnosis.ts';

const MAKE = `set EVIDENCE_KEY to what this prints, and keep it apart from the backups: node -e "console.log(crypto.randomBytes(32).toString('base64'))"`;

/** With what the copies of comments' pictures are sealed, and whether that opens them. */
export async function checkPictures(
  { settings: { EVIDENCE_KEY: key } }: Pick<Config, 'settings'>,
  store: PictureStore,
): Promise<Diagnosis[]> {
  const { sealed, toSeal, locked, away } = await store.pictureKeys();
  const kept = `${sealed + toSeal} stored pictures can be opened, ${away} are sealed away`;
  const found = [
    key === undefined
      ? doubtful(
          'pictures',
          `EVIDENCE_KEY: missing; pictures are sealed with a key that lies in the same database: whoever has a backup of it has both. ${kept}`,
          MAKE,
        )
      : well('pictures', `EVIDENCE_KEY seals what comments show. ${kept}`),
  ];
  if (locked === 0) return found;
  return [
    ...found,
    ill(
      'pictures',
      `EVIDENCE_KEY: ${locked} stored pictures were sealed with another key and cannot be opened`,
      'set the key that they were sealed with; if it is lost, so are they, and their hashes alone remain',
    ),
  ];
}
