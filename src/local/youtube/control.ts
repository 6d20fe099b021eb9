import { z } from 'zod';
import { type ControlEndpoints, ControlError, instantOf } from '../simulator/control.ts';
import type { Faults } from '../simulator/faults.ts';
import type { Channels } from './channel.ts';
import { Fault } from './faults.ts';
import { authorNamed, nextId, type SimChannel, type SimComment, Status, YouTubeState } from './state.ts';

/** What the control endpoints steer. */
export interface Controlled {
  readonly channels: Channels;
  readonly faults: Faults<Fault>;
}

const MAX_TEXT = 10_000;

/**
 * `POST /_sim/comments`: what a citizen does. `add` needs `channel` (its newest video unless `video` or `parent` is given);
 * `forget` an author: their account is gone, and their comments are without a name; the others need `id`. `status` is what
 * YouTube's own filters do. `author` is a name; their channel follows from it.
 */
export const CitizenDeed = z.discriminatedUnion('op', [
  z.strictObject({
    op: z.literal('add'),
    channel: z.string(),
    video: z.string().optional(),
    parent: z.string().optional(),
    author: z.string().min(1).max(100).default('Kim Testsson'),
    /** Written by the channel itself: someone at the municipality answers on YouTube. */
    asChannel: z.boolean().default(false),
    text: z.string().trim().min(1).max(MAX_TEXT),
    status: Status.optional(),
    createdAt: z.string().optional(),
  }),
  z.strictObject({ op: z.literal('edit'), id: z.string(), text: z.string().trim().min(1).max(MAX_TEXT) }),
  z.strictObject({ op: z.literal('remove'), id: z.string() }),
  z.strictObject({ op: z.literal('status'), id: z.string(), status: Status }),
  z.strictObject({ op: z.literal('forget'), author: z.string() }),
]);
export type CitizenDeed = z.infer<typeof CitizenDeed>;

/** Where a citizen's deed happened; nowhere for an account that goes. */
export interface DoneDeed {
  readonly id: string;
  readonly video: string;
  readonly channel: string;
  readonly authorId: string;
}

/** Lets a citizen write, edit or take away. @throws {ControlError} 404 for what is not there, 409 for a video that is closed. */
export function doDeed(channels: Channels, deed: CitizenDeed): DoneDeed {
  if (deed.op === 'forget') {
    const author = authorNamed(deed.author);
    channels.forget(author);
    return { id: '', video: '', channel: '', authorId: author.id };
  }
  const comment = deed.op === 'add' ? write(channels, deed) : found(channels, deed.id);
  if (deed.op === 'edit') channels.edit(comment, deed.text);
  if (deed.op === 'remove') channels.remove(comment);
  if (deed.op === 'status') channels.setStatus(comment, deed.status);
  const { id, video, channel, author } = comment;
  return { id, video, channel, authorId: author?.id ?? '' };
}

function write(channels: Channels, deed: Extract<CitizenDeed, { op: 'add' }>): SimComment {
  const own = channelOf(channels, deed.channel);
  const answered = deed.parent === undefined ? null : found(channels, deed.parent);
  // A reply to a reply stands under the comment at the top.
  const parent = answered?.parent == null ? answered : found(channels, answered.parent);
  const newest = channels.state.videos
    .filter((each) => each.channel === own.id)
    .sort((one, other) => (one.publishedAt < other.publishedAt ? 1 : -1))[0];
  const video = channels.video(parent?.video ?? deed.video ?? newest?.id ?? '');
  if (video === undefined || video.channel !== own.id)
    throw new ControlError(404, `no such video on channel ${own.id}`);
  if (video.closed) throw new ControlError(409, 'nobody may comment on the video');
  const author = deed.asChannel ? { id: own.id, name: `@${own.title}` } : authorNamed(deed.author);
  return channels.add({
    ...{ video, parent, author, text: deed.text },
    ...(deed.status && { status: deed.status }),
    ...(deed.createdAt !== undefined && { at: instantOf(deed.createdAt) }),
  });
}

function channelOf(channels: Channels, id: string): SimChannel {
  const channel = channels.channel(id);
  if (channel === undefined) throw new ControlError(404, `no such channel: ${id}`);
  return channel;
}

function found(channels: Channels, id: string): SimComment {
  const comment = channels.comment(id);
  if (comment === undefined) throw new ControlError(404, `no such comment: ${id}`);
  return comment;
}

/** `POST /_sim/grants`: what becomes of the consent that somebody gave. */
const GrantChange = z.strictObject({
  channel: z.string(),
  revoked: z.boolean().optional(),
  /** Another channel than this was chosen at sign-in. */
  chosen: z.string().optional(),
  scope: z.string().optional(),
  rotates: z.boolean().optional(),
  /** Somebody signs in again. */
  signedInAgain: z.literal(true).optional(),
});
const ProjectChange = YouTubeState.shape.project.omit({ renewedAt: true }).partial().strict();
const Oddities = YouTubeState.shape.oddities.partial().strict();
const NewVideo = z.strictObject({
  channel: z.string(),
  title: z.string(),
  description: z.string().default(''),
  closed: z.boolean().default(false),
  publishedAt: z.string().optional(),
});

/** Every control endpoint under `/_sim/`, by method and name. */
export const ENDPOINTS: ControlEndpoints<Controlled> = {
  'GET channels': ({ channels }) => channels.state.channels,
  'GET videos': ({ channels }) => channels.state.videos,
  'GET comments': ({ channels }) => channels.state.comments,
  'GET acts': ({ channels }) => channels.state.acts,
  'GET project': ({ channels }) => channels.state.project,
  'POST comments': ({ channels }, body) => doDeed(channels, CitizenDeed.parse(body)),
  'POST faults': ({ faults }, body) => faults.add(Fault.parse(body)),
  'DELETE faults': ({ faults }) => faults.clear(),
  'POST videos': ({ channels }, body) => {
    const { publishedAt, ...video } = NewVideo.parse(body);
    channelOf(channels, video.channel);
    const at = publishedAt === undefined ? channels.now() : instantOf(publishedAt);
    const made = { id: nextId(channels.state, 11), ...video, publishedAt: at.toString() };
    channels.state.videos.push(made);
    channels.saveChanges();
    return made;
  },
  'POST project': ({ channels }, body) => {
    Object.assign(channels.state.project, ProjectChange.parse(body));
    channels.saveChanges();
  },
  'POST oddities': ({ channels }, body) => {
    Object.assign(channels.state.oddities, Oddities.parse(body));
    channels.saveChanges();
  },
  'POST grants': ({ channels }, body) => {
    const { channel: id, signedInAgain, ...change } = GrantChange.parse(body);
    const channel = channelOf(channels, id);
    Object.assign(
      channel,
      change,
      signedInAgain && { signedInAt: channels.now().toString(), revoked: false },
    );
    channels.saveChanges();
  },
};
