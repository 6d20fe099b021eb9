import type { Act as Deed } from '../../src/core/act.ts';
import type { PlatformName } from '../../src/core/platform.ts';
import { platformOf } from '../../src/platforms/index.ts';
import type { Messaging, Target } from '../../src/ports/platform.ts';
import { listed, refusal, type WireWorld } from './wire.ts';

/** What an act is tried on: fresh each time. */
interface Tried {
  readonly world: WireWorld;
  readonly target: Target;
}

interface ContractAct {
  /** Of which deed the table of platforms says whether there is an interface for it. */
  readonly deed?: Deed;
  /** What must have happened before. */
  prepare?(tried: Tried): Promise<unknown>;
  perform(tried: Tried): Promise<unknown>;
  /** Where it changes something: does a read-back show that it was done? */
  settled?(tried: Tried): Promise<boolean>;
}

const TEXT = 'Klockan tio.';

/** Everything that can be asked of a platform: a row each. */
const ACTS = {
  hide: {
    deed: 'hide',
    perform: ({ world, target }) => world.platform.hide(target),
    settled: async ({ world, target }) => (await world.platform.read(target))?.hidden === true,
  },
  unhide: {
    deed: 'unhide',
    prepare: ({ world, target }) => world.platform.hide(target),
    perform: ({ world, target }) => world.platform.unhide(target),
    settled: async ({ world, target }) => (await world.platform.read(target))?.hidden === false,
  },
  delete: {
    perform: ({ world, target }) => world.platform.delete(target),
    settled: async ({ world, target }) => (await world.platform.read(target)) === null,
  },
  reply: {
    perform: ({ world, target }) => world.platform.reply(target, TEXT),
    settled: async ({ world, target }) =>
      (await world.platform.ownReplies(target)).some(({ text }) => text === TEXT),
  },
  block: {
    deed: 'block',
    perform: ({ world }) => world.platform.block(world.account, world.authorId),
    settled: ({ world }) => world.platform.isBlocked(world.account, world.authorId),
  },
  unblock: {
    deed: 'unblock',
    prepare: ({ world }) => world.platform.block(world.account, world.authorId),
    perform: ({ world }) => world.platform.unblock(world.account, world.authorId),
    settled: async ({ world }) => !(await world.platform.isBlocked(world.account, world.authorId)),
  },
  isBlocked: { perform: ({ world }) => world.platform.isBlocked(world.account, world.authorId) },
  read: { perform: ({ world, target }) => world.platform.read(target) },
  list: { perform: ({ world }) => listed(world) },
  ownReplies: { perform: ({ world, target }) => world.platform.ownReplies(target) },
  check: { perform: ({ world }) => world.platform.check(world.account) },
  send: {
    perform: ({ world }) =>
      messagesOf(world).send(personOf(world), { text: TEXT, name: 'effect', tagged: false }),
    settled: async ({ world }) =>
      (await messagesOf(world).sent(personOf(world))).some(({ text }) => text === TEXT),
  },
  replyTo: {
    deed: 'reply-privately',
    perform: ({ world, target }) => messagesOf(world).replyTo(target, TEXT),
    // Nothing shows it; but a second one is refused.
    settled: async ({ world, target }) =>
      (await refusal(messagesOf(world).replyTo(target, TEXT))).code === 'replied-before',
  },
  sent: { perform: ({ world }) => messagesOf(world).sent(personOf(world)) },
  fetchAttachment: { perform: ({ world }) => world.platform.fetchAttachment(world.picture ?? 'no picture') },
} satisfies Readonly<Record<string, ContractAct>>;
export type ActName = keyof typeof ACTS;
export const ACT_NAMES = Object.keys(ACTS) as ActName[];
export const actOf = (name: ActName): ContractAct => ACTS[name];

function messagesOf({ platform: { name, messages } }: WireWorld): Messaging {
  if (messages === undefined) throw new Error(`${name} has no private messages`);
  return messages;
}

const personOf = ({ account, person = 'nobody' }: WireWorld) => ({ account, person });

/**
 * How a platform says that it has no interface for an act: it is refused, or where there is nothing of its kind, no method
 * is there. Null: it has one. `lacks`: what the table of platforms does not speak of.
 */
export function lackOf(
  name: PlatformName,
  act: ActName,
  lacks: readonly ActName[],
): 'refused' | 'no-method' | null {
  const { can, messages } = platformOf(name);
  if (act === 'send' || act === 'sent' || act === 'replyTo')
    return messages === undefined ? 'no-method' : null;
  const { deed } = actOf(act);
  const isLacking = deed === undefined ? lacks.includes(act) : can.comment[deed] !== 'api';
  return isLacking ? 'refused' : null;
}

/** A comment that the act can be tried on. */
export const targetFor = (act: ActName, world: WireWorld): Target =>
  act === 'delete' && world.writeOwn ? world.writeOwn('Hej') : world.write('Hej');
