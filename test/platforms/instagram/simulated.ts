import {
  doInstagramDeed,
  InstagramDeed,
  type InstagramDone,
} from '../../../src/local/graph/instagram/deeds.ts';
import { personOnInstagram } from '../../../src/local/graph/instagram/state.ts';
import { writeMessage } from '../../../src/local/graph/messenger.ts';
import { samplePages } from '../../../src/local/graph/seed.ts';
import type { GraphSimulator } from '../../../src/local/graph/server.ts';
import { Wall } from '../../../src/local/graph/wall.ts';
import { createInstagram } from '../../../src/platforms/instagram/acts.ts';
import type { Target } from '../../../src/ports/platform.ts';

const sample = samplePages().find(({ instagram }) => instagram !== undefined);
if (sample?.instagram === undefined) throw new Error('no sample account');

/** The sample account and its Page. */
export const ACCOUNT = sample.instagram.id;
export const PAGE = sample.id;
export const MUNICIPALITY = sample.municipality;

/** The adapter on a simulator, with what a test changes. */
export const instagramOn = (
  graph: Pick<GraphSimulator, 'url'>,
  changed: Partial<Parameters<typeof createInstagram>[0]> = {},
) =>
  createInstagram({
    apiUrl: `${graph.url}/v26.0`,
    tokenOf: () => sample.token,
    pageOf: () => PAGE,
    attachmentHosts: ['127.0.0.1'],
    timeoutMs: 15_000,
    ...changed,
  });

/** Lets people do things on the simulated Instagram. */
export const peopleOn = ({ state }: GraphSimulator, now = Temporal.Now.instant) => {
  const wall = new Wall(state, { now, origin: () => '', changed: () => undefined });
  const deed = (given: object): InstagramDone => {
    const done = doInstagramDeed(wall, InstagramDeed.parse({ account: ACCOUNT, ...given }));
    return done ?? { id: '', media: '', authorId: '' };
  };
  return {
    /** What has an account of its own in the deed. */
    deed,
    /** What has none. */
    change: (given: object) => void doInstagramDeed(wall, InstagramDeed.parse(given)),
    /** They write to the account in private. */
    message: (text = 'Hej!', username = 'kim.testsson') => {
      const { id } = personOnInstagram(ACCOUNT, username);
      return writeMessage(wall, { page: ACCOUNT, person: { id, name: username }, byPage: false, text });
    },
    write: (text: string, more: object = {}): Target & { authorId: string } => {
      const { id, media, authorId } = deed({ op: 'add', text, ...more });
      return { account: ACCOUNT, externalId: id, postId: media, authorId };
    },
  };
};
