import { setTimeout as pause } from 'node:timers/promises';
import { isSound } from '../../src/store/verify.ts';
import { startPostgresServer } from '../fakes/postgres-server.ts';
import { eventually, type RunningApp, type ShownCard, startRunningApp } from '../fakes/running-app.ts';
import { ANNA, CHANNEL, pressActivity } from '../fakes/teams-activities.ts';

/** How PostgreSQL is ended: its sessions are ended in order, or it crashes. */
export type Mode = 'fast' | 'immediate';

/** What came of it. */
export interface Outlived {
  /** Milliseconds from the server taking connections to the bot's `/readyz`, each time. */
  readonly readyMs: readonly number[];
  /** Status of `/readyz` while the server was away, each time. */
  readonly awayStatus: readonly number[];
  /** Requests that were not answered 2xx, and were sent again. */
  readonly refused: number;
  /** Comments and presses that were answered 2xx. */
  readonly comments: number;
  readonly presses: number;
  /** What was answered 2xx and is not in the database. */
  readonly lost: readonly string[];
  /** What stands more than once: comments, versions, decisions, cards in the channel. */
  readonly doubled: readonly string[];
  readonly recordsAreSound: boolean;
}

const SENDERS = 3;
const UNDER_LOAD_MS = 400;
const AWAY_MS = 500;

/** Ends and starts PostgreSQL under a bot that three senders and a presser keep busy, as often as there are modes. */
export async function outliveRestarts(modes: readonly Mode[]): Promise<Outlived> {
  const server = await startPostgresServer();
  const app = await startRunningApp({ settings: { DATABASE_URL: server.url } });
  const load = startLoad(app);
  const readyMs: number[] = [];
  const awayStatus: number[] = [];
  try {
    for (const mode of modes) {
      await pause(UNDER_LOAD_MS);
      await server.halt(mode);
      await pause(AWAY_MS);
      awayStatus.push(await readyStatus(app));
      await server.resume();
      const since = performance.now();
      while ((await readyStatus(app)) !== 200) await pause(10);
      readyMs.push(Math.round(performance.now() - since));
    }
    await pause(UNDER_LOAD_MS);
    await load.stop();
    return { readyMs, awayStatus, ...load.counts(), ...(await audit(app, load)) };
  } finally {
    await load.stop();
    await app.close();
    await server.stop();
  }
}

const readyStatus = async (app: RunningApp): Promise<number> => (await fetch(`${app.url()}/readyz`)).status;

interface Load {
  readonly sent: readonly string[];
  readonly pressed: readonly string[];
  counts(): { refused: number; comments: number; presses: number };
  stop(): Promise<void>;
}

function startLoad(app: RunningApp): Load {
  const sent: string[] = [];
  const pressed: string[] = [];
  let refused = 0;
  let stopped = false;
  /** As a platform does: the same again until it is taken. */
  const untilTaken = async (send: () => Promise<boolean>): Promise<void> => {
    while (!(await send())) {
      refused += 1;
      await pause(50);
    }
  };
  const sender = async (name: number) => {
    for (let count = 0; !stopped; count += 1) {
      const ids = [0, 1].map((one) => `load-${name}-${count}-${one}`);
      // Each eighth has a card, and so something to press and to show.
      const textOf = (id: string) => (count % 8 === 0 ? `Du är en jävla idiot ${id}` : `Tack för det ${id}`);
      const comments = ids.map((id) => commentOf(app, id, textOf(id)));
      await untilTaken(async () => (await app.intake(comments)).ok);
      sent.push(...ids);
      await pause(5);
    }
  };
  const presser = async () => {
    while (!stopped) {
      const card = cardsIn(app).find(({ ticket }) => !pressed.includes(ticket));
      if (card) {
        await untilTaken(() => press(app, card));
        pressed.push(card.ticket);
      }
      await pause(20);
    }
  };
  const running = Promise.all([...Array.from({ length: SENDERS }, (_, name) => sender(name)), presser()]);
  return {
    sent,
    pressed,
    counts: () => ({ refused, comments: sent.length, presses: pressed.length }),
    stop: async () => {
      stopped = true;
      await running;
    },
  };
}

const commentOf = ({ municipality, page, now }: RunningApp, externalId: string, text: string) => ({
  municipality,
  platform: 'facebook',
  account: page,
  externalId,
  author: { id: 'kim', name: 'Kim' },
  text,
  createdAt: now().toString(),
});

type CardOfTicket = Pick<ShownCard, 'messageId' | 'ticket'>;

const cardsIn = (app: RunningApp): CardOfTicket[] =>
  app.connector.cards(CHANNEL).map(({ messageId, card }) => ({
    messageId,
    ticket: /"ticket":"([^"]+)"/u.exec(JSON.stringify(card))?.[1] ?? '',
  }));

/**
 * Whether Teams would show the card that comes back: a press that failed is answered 200 too, with a status of its own
 * in the body. Version 1 is that of an untouched ticket: pressed again after the answer of its COMMIT was lost, it is
 * refused, and answered.
 */
async function press({ connector, activity }: RunningApp, { messageId, ticket }: CardOfTicket) {
  const pressed = pressActivity({
    serviceUrl: connector.url,
    appId: connector.appId,
    from: ANNA,
    messageId,
    data: { verb: 'claim', ticket, version: 1 },
  });
  const response = await activity(pressed);
  return response.ok && ((await response.json()) as { statusCode: number }).statusCode === 200;
}

async function audit(
  app: RunningApp,
  { sent, pressed }: Load,
): Promise<Pick<Outlived, 'lost' | 'doubled' | 'recordsAreSound'>> {
  const tickets = await ticketsOnceScreened(app);
  await eventually(
    () => tickets.every((ticket) => cardsIn(app).some((card) => card.ticket === ticket)),
    'a card of every ticket',
    60_000,
  );
  const comments = await app.query<{ id: string; versions: number }>(
    `SELECT external_id AS id, (SELECT count(*)::int FROM comment_version v WHERE v.comment = c.id) AS versions FROM comment c`,
  );
  const stored = new Set(comments.map(({ id }) => id));
  const claimed = await app.query<{ ticket: string; times: number }>(
    `SELECT ticket, count(*)::int AS times FROM journal WHERE kind = 'ticket-claimed' GROUP BY ticket`,
  );
  const arrived = await app.query<{ version: string; times: number }>(
    `SELECT data->>'comment' AS version, count(*)::int AS times FROM journal WHERE kind = 'comment-arrived' GROUP BY 1`,
  );
  const shown = Map.groupBy(cardsIn(app), ({ ticket }) => ticket);
  return {
    lost: [
      ...sent.filter((id) => !stored.has(id)),
      ...pressed.filter((ticket) => !claimed.some((one) => one.ticket === ticket)),
    ],
    doubled: [
      ...(stored.size < comments.length ? ['comments'] : []),
      ...comments.filter(({ versions }) => versions !== 1).map(({ id }) => id),
      ...[...claimed, ...arrived].filter(({ times }) => times > 1).map((one) => JSON.stringify(one)),
      ...[...shown].filter(([, cards]) => cards.length > 1).map(([ticket]) => `card of ${ticket}`),
    ],
    recordsAreSound: [await app.verify()].every((one) => one !== undefined && isSound(one)),
  };
}

/** Every comment that was taken is screened, whatever was lost on the way. */
async function ticketsOnceScreened(app: RunningApp): Promise<string[]> {
  const waiting = `SELECT 1 FROM comment_version WHERE screened_at IS NULL
    UNION ALL SELECT 1 FROM inbox WHERE state = 'received' LIMIT 1`;
  for (const until = performance.now() + 60_000; (await app.query(waiting)).length > 0; ) {
    if (performance.now() > until) throw new Error('comments are left unscreened');
    await pause(100);
  }
  return (await app.query<{ id: string }>('SELECT id FROM ticket')).map(({ id }) => id);
}
