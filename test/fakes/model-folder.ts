import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';

/** Two checkouts with other examples would each remove the other's model while its tests use it. */
const checkout = createHash('sha256')
  .update(path.resolve(import.meta.dirname))
  .digest('hex')
  .slice(0, 8);

/** Kept from run to run: the model's file is named for the hash of all it is trained from. */
export const MODEL_FOLDER = path.join(os.tmpdir(), `kommentarsvakten-model-${os.userInfo().uid}-${checkout}`);
