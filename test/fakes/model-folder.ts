import os from 'node:os';
import path from 'node:path';

/** Kept from run to run: the model's file is named for the hash of all it is trained from. */
export const MODEL_FOLDER = path.join(os.tmpdir(), `kommentarsvakten-model-${os.userInfo().uid}`);
