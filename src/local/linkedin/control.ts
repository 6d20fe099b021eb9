import { z } from 'zod';
import { type ControlEndpoints, ControlError } from '../simulator/control.ts';
import type { Faults } from '../simulator/faults.ts';
import { Fault } from './refusal.ts';
import { personUrn, type SimComment, type SimPage } from './state.ts';
import type { Wall } from './wall.ts';
import { DeliveryMode, Subscription, type WebhookSender } from './webhook-sender.ts';

/** What the control endpoints steer. */
export interface Controlled {
  readonly wall: Wall;
  readonly faults: Faults<Fault>;
  readonly sender: WebhookSender;
}

/**
 * `POST /_sim/comments`: what a member does. `add` needs `page` (its newest post unless `post` or `parent` is given); the
 * others need `id`. An answer to a reply stands under the comment above both. `mention` is a post of the member's own.
 */
export const MemberDeed = z.discriminatedUnion('op', [
  z.strictObject({
    op: z.literal('add'),
    page: z.string(),
    post: z.string().optional(),
    parent: z.string().optional(),
    author: z.string().min(1).max(100).default('Kim Testsson'),
    /** Written by the Page itself: someone at the municipality answers on LinkedIn. */
    asPage: z.boolean().default(false),
    anonymous: z.boolean().default(false),
    text: z.string().max(1250).default(''),
    photo: z.boolean().default(false),
  }),
  z.strictObject({ op: z.literal('edit'), id: z.string(), text: z.string().min(1).max(1250) }),
  z.strictObject({ op: z.literal('remove'), id: z.string() }),
  z.strictObject({ op: z.literal('like'), id: z.string() }),
  z.strictObject({ op: z.literal('mention'), id: z.string() }),
]);
/** The same as it is asked for, where what has a default may be left out. */
export type MemberDeed = z.input<typeof MemberDeed>;

/** Lets a member write, edit or take away. @throws {ControlError} */
export function doDeed(wall: Wall, asked: MemberDeed): SimComment {
  const deed = MemberDeed.parse(asked);
  if (deed.op === 'add') return write(wall, deed);
  const comment = found(wall, deed.id);
  if (deed.op === 'edit') wall.edit(comment, deed.text);
  if (deed.op === 'remove') wall.remove(comment);
  if (deed.op === 'like') wall.react('LIKE', comment);
  if (deed.op === 'mention') wall.react('SHARE_MENTION', comment);
  return comment;
}

function write(wall: Wall, deed: z.output<typeof MemberDeed> & { op: 'add' }): SimComment {
  const page = foundPage(wall, deed.page);
  const answered = deed.parent === undefined ? null : found(wall, deed.parent);
  const parent = answered?.parent ? found(wall, answered.parent) : answered;
  const newest = wall.state.posts
    .filter((each) => each.page === page.number)
    .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1))[0];
  const post = wall.post(`urn:li:activity:${parent?.post ?? deed.post ?? newest?.activity}`);
  if (post?.page !== page.number) throw new ControlError(404, `no such post on page ${page.number}`);
  if (deed.text.trim() === '' && !deed.photo) throw new ControlError(400, 'expected a text or a photo');
  const { asPage, author, anonymous, text } = deed;
  const who = asPage
    ? { actor: `urn:li:organization:${page.number}`, name: page.name }
    : { actor: personUrn(author), name: author };
  const photo = deed.photo ? `/media/${wall.state.ids}.png` : null;
  return wall.add({ post, parent, ...who, anonymous, text, photo });
}

function found(wall: Wall, id: string): SimComment {
  const comment = wall.comment(id);
  if (comment === undefined) throw new ControlError(404, `no such comment: ${id}`);
  return comment;
}

function foundPage(wall: Wall, number: string): SimPage {
  const page = wall.page(number);
  if (page === undefined) throw new ControlError(404, `no such page: ${number}`);
  return page;
}

const PageChange = z.strictObject({
  page: z.string(),
  tokenExpired: z.boolean().optional(),
  role: z.string().optional(),
  /** An instant, or null for never. */
  subscribedUntil: z.iso.datetime({ offset: true }).nullable().optional(),
  tokenEndsAt: z.iso.datetime({ offset: true }).nullable().optional(),
  scopes: z.array(z.string()).optional(),
});

/** Every control endpoint under `/_sim/`, by method and name. */
export const ENDPOINTS: ControlEndpoints<Controlled> = {
  'GET pages': ({ wall }) => wall.state.pages,
  'GET posts': ({ wall }) => wall.state.posts,
  'GET comments': ({ wall }) => wall.state.comments,
  'POST comments': ({ wall }, body) => doDeed(wall, MemberDeed.parse(body)),
  'GET acts': ({ wall }) => wall.state.acts,
  'GET endpoint': ({ wall }) => wall.state.endpoint,
  'GET pending': ({ wall }) => wall.state.notifications.filter(({ sendAt }) => sendAt !== null),
  'POST faults': ({ faults }, body) => faults.add(Fault.parse(body)),
  'DELETE faults': ({ faults }) => faults.clear(),
  'POST webhooks': ({ sender }, body) => sender.deliver(DeliveryMode.parse(body)),
  'POST subscription': ({ sender }, body) => sender.subscribe(Subscription.parse(body)),
  'POST decoration': ({ wall }, body) => {
    wall.state.decorated = z.strictObject({ on: z.boolean() }).parse(body).on;
    wall.saveChanges();
  },
  'POST pages': ({ wall }, body) => {
    const { page, ...changed } = PageChange.parse(body);
    Object.assign(foundPage(wall, page), changed);
    wall.saveChanges();
  },
};
