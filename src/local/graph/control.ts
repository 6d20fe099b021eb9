import { z } from 'zod';
import { type ControlEndpoints, ControlError, instantOf } from '../simulator/control.ts';
import type { Faults } from '../simulator/faults.ts';
import { Fault } from './faults.ts';
import { doInstagramDeed, InstagramDeed } from './instagram/deeds.ts';
import { doMessageDeed, MessageDeed } from './messenger-control.ts';
import { personOn, type SimComment } from './state.ts';
import type { Wall } from './wall.ts';
import { DeliveryMode, Subscription, type WebhookSender } from './webhook-sender.ts';

/** What the control endpoints steer. */
export interface Controlled {
  readonly wall: Wall;
  readonly faults: Faults<Fault>;
  readonly sender: WebhookSender;
}

/**
 * `POST /_sim/comments`: what a citizen does. `add` needs `page` (its newest post unless `post` or `parent` is given);
 * the others need `id`. `photo: true` makes a picture. `author` is a name; their id on the page follows from it.
 */
export const CitizenDeed = z.discriminatedUnion('op', [
  z.strictObject({
    op: z.literal('add'),
    page: z.string(),
    post: z.string().optional(),
    parent: z.string().optional(),
    author: z.string().min(1).max(100).default('Kim Testsson'),
    /** Written by the page itself: someone at the municipality answers on the platform. */
    asPage: z.boolean().optional(),
    anonymous: z.boolean().default(false),
    message: z.string().max(8000).default(''),
    photo: z.union([z.boolean(), z.url()]).default(false),
    createdAt: z.string().optional(),
    /** Nobody is told, as of most people while the app has no Advanced Access. */
    silent: z.boolean().optional(),
  }),
  z.strictObject({ op: z.literal('edit'), id: z.string(), message: z.string().max(8000) }),
  z.strictObject({ op: z.literal('remove'), id: z.string() }),
  z.strictObject({ op: z.literal('hide'), id: z.string() }),
  z.strictObject({ op: z.literal('unhide'), id: z.string() }),
]);
export type CitizenDeed = z.infer<typeof CitizenDeed>;

/** Where a citizen's deed happened. */
export interface DoneDeed {
  readonly id: string;
  readonly post: string;
  readonly page: string;
  readonly authorId: string;
}

/** Lets a citizen write, edit or take away. @throws {ControlError} 404 for what is not there, 409 for who is blocked. */
export function doDeed(wall: Wall, deed: CitizenDeed): DoneDeed {
  const comment = deed.op === 'add' ? write(wall, deed) : found(wall, deed.id);
  if (deed.op === 'edit') wall.edit(comment, deed.message);
  if (deed.op === 'remove') wall.remove(comment);
  if (deed.op === 'hide' || deed.op === 'unhide') wall.setHidden(comment, deed.op === 'hide');
  return { id: comment.id, post: comment.post, page: comment.page, authorId: comment.author.id };
}

function write(wall: Wall, deed: Extract<CitizenDeed, { op: 'add' }>): SimComment {
  const parent = deed.parent === undefined ? null : found(wall, deed.parent);
  const newest = wall.state.posts
    .filter((each) => each.page === deed.page)
    .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1))[0];
  const post = wall.post(parent?.post ?? deed.post ?? newest?.id ?? '');
  if (post === undefined || post.page !== deed.page)
    throw new ControlError(404, `no such post on page ${deed.page}`);
  const author = deed.asPage ? pageOn(wall, deed.page) : personOn(deed.page, deed.author);
  if (wall.blocked(deed.page).some((each) => each.id === author.id))
    throw new ControlError(409, 'the author is blocked');
  if (deed.message.trim() === '' && deed.photo === false)
    throw new ControlError(400, 'expected a message or a photo');
  const photo = deed.photo === true ? `/media/${wall.state.ids}.png` : deed.photo || null;
  const { message, anonymous } = deed;
  const createdAt = deed.createdAt === undefined ? {} : { createdAt: instantOf(deed.createdAt) };
  const isTold = deed.silent !== true;
  return wall.add({ post, parent, author, message, anonymous, photo, isTold, ...createdAt });
}

function pageOn({ state }: Wall, id: string): { id: string; name: string } {
  const page = state.pages.find((each) => each.id === id);
  if (page === undefined) throw new ControlError(404, `no such page: ${id}`);
  return { id, name: page.name };
}

function found(wall: Wall, id: string): SimComment {
  const comment = wall.comment(id);
  if (comment === undefined) throw new ControlError(404, `no such comment: ${id}`);
  return comment;
}

const PageSubscription = z.strictObject({ page: z.string(), fields: z.array(z.string()) });
const At = z.iso.datetime({ offset: true }).nullable().optional();
/** `POST /_sim/tokens`: what a Page's token may, and until when. An instant, or null for never. */
const TokenState = z.strictObject({
  page: z.string(),
  expired: z.boolean().optional(),
  scopes: z.array(z.string()).optional(),
  endsAt: At,
  consentEndsAt: At,
});
const NewUser = z.strictObject({ id: z.string(), token: z.string() });

/** Every control endpoint under `/_sim/`, by method and name. */
export const ENDPOINTS: ControlEndpoints<Controlled> = {
  'GET pages': ({ wall }) => wall.state.pages,
  'GET posts': ({ wall }) => wall.state.posts,
  'GET comments': ({ wall }) => wall.state.comments,
  'POST comments': ({ wall }, body) => doDeed(wall, CitizenDeed.parse(body)),
  'GET instagram': ({ wall }) => wall.state.instagram,
  'POST instagram': ({ wall }, body) => doInstagramDeed(wall, InstagramDeed.parse(body)),
  'GET messages': ({ wall }) => wall.state.messages,
  'POST messages': ({ wall }, body) => {
    const done = doMessageDeed(wall, MessageDeed.parse(body));
    if (done === null) throw new ControlError(404, 'no such page or message');
    return done;
  },
  'GET acts': ({ wall }) => wall.state.acts,
  'GET pending': ({ wall }) => wall.state.pending,
  'POST faults': ({ faults }, body) => faults.add(Fault.parse(body)),
  'DELETE faults': ({ faults }) => faults.clear(),
  'POST webhooks': ({ sender }, body) => sender.deliver(DeliveryMode.parse(body)),
  'POST subscription': ({ sender }, body) => sender.subscribe(Subscription.parse(body)),
  'POST page-subscription': ({ wall }, body) => {
    const { page, fields } = PageSubscription.parse(body);
    const known = wall.page(page);
    if (known === undefined) throw new ControlError(404, `no such page: ${page}`);
    known.subscribedFields = fields;
    wall.saveChanges();
  },
  'POST tokens': ({ wall }, body) => {
    const { page, expired, scopes, endsAt, consentEndsAt } = TokenState.parse(body);
    const known = wall.page(page);
    if (known === undefined) throw new ControlError(404, `no such page: ${page}`);
    if (expired !== undefined) known.tokenExpired = expired;
    if (scopes !== undefined) known.scopes = scopes;
    if (endsAt !== undefined) known.tokenEndsAt = endsAt;
    if (consentEndsAt !== undefined) known.consentEndsAt = consentEndsAt;
    wall.saveChanges();
  },
  'POST users': ({ wall }, body) => {
    wall.state.users.push(NewUser.parse(body));
    wall.saveChanges();
  },
};
