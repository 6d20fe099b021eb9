import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, type RunningApp, startRunningApp, stores } from '../fakes/running-app.ts';
import { CHANNEL } from '../fakes/teams-activities.ts';

const QUESTION = 'Hej! När öppnar biblioteket på lördagar?';
/** A second long ago, in which everything happens that has no other time. */
const T = 1_795_000_000;

interface Told {
  verb: string;
  item?: string;
  id?: string | number;
  post?: string | number;
  parent?: string;
  message?: string;
  /** Seconds after `T` at which Meta tells it. */
  at?: number;
}

let posts = 0;

const [, postgres] = stores[1];

describe('What Facebook tells in the wrong order', () => {
  let bot: RunningApp;
  beforeAll(async () => {
    bot = await startRunningApp({ settings: await postgres() });
    // Screening begins once the model has been trained.
    bot.comment(QUESTION);
    await eventually(() => bot.connector.cards(CHANNEL).length > 0, 'a first card', 50_000);
  });
  afterAll(() => bot.close());

  /** Every page's posts have numbers of their own: what happens under one touches no other. */
  const newPost = () => `${bot.page}_${7000 + ++posts}`;
  const last = (post: string) => post.split('_')[1];

  /** One delivery, an entry for each change. */
  const tell = async (...told: Told[]) => {
    const entry = told.map(({ verb, item = 'comment', id, post, parent, message, at = 0 }) => ({
      id: bot.page,
      time: T + at,
      changes: [
        {
          field: 'feed',
          value: {
            ...{ item, verb, comment_id: id, post_id: post, parent_id: parent ?? post },
            ...(verb === 'add' || verb === 'edited'
              ? { message: message ?? QUESTION, created_time: T, from: { id: '9', name: 'Kim' } }
              : { from: { id: bot.page } }),
          },
        },
      ],
    }));
    const response = await bot.send('/webhooks/facebook', JSON.stringify({ object: 'page', entry }));
    expect(response.status).toBe(200);
  };

  interface Row {
    id: string;
    visibility: string;
    state: string | null;
    text: string;
  }
  /** The comments of a post once all of them are screened and everything told of them is handled. */
  const settled = async (post: string, count: number): Promise<Row[]> => {
    for (let round = 0; ; round += 1) {
      await bot.idle();
      const rows = await bot.query<Row & { waits: boolean }>(`
        SELECT c.external_id AS id, c.visibility, t.state, v.text, v.screened_at IS NULL OR EXISTS (
          SELECT FROM platform_change p WHERE p.external_id = c.external_id AND p.handled_at IS NULL) AS waits
        FROM comment c JOIN comment_version v ON v.comment = c.id AND v.number = c.version
        LEFT JOIN ticket t ON t.comment = c.id
        WHERE c.post_id = '${post}' ORDER BY c.external_id`);
      if (rows.length === count && rows.every(({ waits }) => !waits))
        return rows.map(({ waits: _, ...row }) => row);
      if (round > 60) throw new Error(`Not settled: ${JSON.stringify(rows)}`);
    }
  };

  const add = { verb: 'add' };
  it.each<[string, Told[][], string, string | null]>([
    ['a removal before its comment', [[{ verb: 'remove' }], [add]], 'gone', null],
    ['a removal hours before its comment', [[{ verb: 'remove', at: -9000 }], [add]], 'gone', null],
    ['a hiding before its comment', [[{ verb: 'hide' }], [add]], 'hidden', null],
    ['a removal before its comment in one delivery', [[{ verb: 'remove' }, add]], 'gone', null],
    ['a hiding before its comment in one delivery', [[{ verb: 'hide' }, add]], 'hidden', null],
    ['a comment and its hiding in one delivery', [[add, { verb: 'hide' }]], 'hidden', null],
    [
      'a hiding and a showing before their comment',
      [[{ verb: 'hide' }], [{ verb: 'unhide', at: 1 }], [add]],
      'visible',
      'open',
    ],
    [
      'the two in one second, in the order told',
      [[{ verb: 'hide' }, { verb: 'unhide' }], [add]],
      'visible',
      'open',
    ],
    ['the two in one second, the other way', [[{ verb: 'unhide' }, { verb: 'hide' }], [add]], 'hidden', null],
    [
      'a showing that comes before the earlier hiding',
      [[{ verb: 'unhide', at: 60 }], [{ verb: 'hide' }], [add]],
      'visible',
      'open',
    ],
    [
      'a hiding that comes after the later showing',
      [[add], [{ verb: 'unhide', at: 60 }], [{ verb: 'hide', at: 30 }]],
      'visible',
      'open',
    ],
    [
      'a hiding before, a showing after its comment',
      [[{ verb: 'hide' }], [add], [{ verb: 'unhide', at: 60 }]],
      'visible',
      'open',
    ],
    [
      'a removal before an edit before its comment',
      [[{ verb: 'remove', at: 60 }], [{ verb: 'edited', at: 30, message: `${QUESTION} Snälla!` }], [add]],
      'gone',
      null,
    ],
    ['a removal after its comment', [[add], [{ verb: 'remove', at: 60 }]], 'gone', 'closed'],
  ])('%s: the comment is archived as it stands now', async (_, deliveries, visibility, state) => {
    const post = newPost();
    const id = `${last(post)}_1`;
    for (const [index, delivery] of deliveries.entries()) {
      await tell(...delivery.map((one) => ({ ...one, id, post })));
      const isThere = deliveries
        .slice(0, index + 1)
        .flat()
        .some(({ verb }) => verb === 'add');
      if (isThere) await settled(post, 1);
    }
    const [row] = await settled(post, 1);
    expect(row?.text).toContain(QUESTION);
    expect([row?.visibility, row?.state]).toEqual([visibility, state]);
  });

  it('knows a comment by either spelling of its id', async () => {
    const post = newPost();
    await tell({ verb: 'remove', id: 41, post: last(post) ?? '' });
    await tell({ verb: 'hide', id: `${last(post)}_42`, post });
    await tell({ verb: 'add', id: `${last(post)}_41`, post }, { verb: 'add', id: 42, post, parent: '41' });
    expect((await settled(post, 2)).map(({ id, visibility }) => [id, visibility])).toEqual([
      [`${last(post)}_41`, 'gone'],
      [`${last(post)}_42`, 'hidden'],
    ]);
  });

  it.each(['post', 'status', 'photo', 'video', 'share', 'link', 'album'])(
    'a removed %s takes its comments and their replies with it, also those that come after',
    async (item) => {
      const [post, other] = [newPost(), newPost()];
      const id = (number: number) => `${last(post)}_${number}`;
      await tell(
        { verb: 'add', id: id(1), post },
        { verb: 'add', id: id(2), post, parent: id(1), message: 'Fin bild!' },
        { verb: 'add', id: `${last(other)}_1`, post: other },
      );
      const open = await settled(post, 2);
      expect(open.map(({ visibility, state }) => [visibility, state])).toEqual([
        ['visible', 'open'],
        ['visible', null],
      ]);
      // Once with the page's id before it, once without.
      const spelled = item === 'status' ? (last(post) ?? '') : post;
      await tell({ verb: 'remove', item, post: spelled, at: 60 });
      await tell({ verb: 'add', id: id(3), post });
      expect((await settled(post, 3)).map(({ visibility, state }) => [visibility, state])).toEqual([
        ['gone', 'closed'],
        ['gone', null],
        ['gone', null],
      ]);
      expect(await settled(other, 1)).toMatchObject([{ visibility: 'visible', state: 'open' }]);
    },
  );

  it('a removed post is told of in the thread of each ticket that it closes', async () => {
    const said = () =>
      bot.connector
        .messages(CHANNEL)
        .filter((one) => JSON.stringify(one).includes('Inlägget har tagits bort'));
    await eventually(() => said().length > 0, 'a line');
    // Teams takes so many in one channel in half a minute, and the others wait for their turn.
    const ordered = await bot.query<{ ticket: string }>(`SELECT DISTINCT ticket FROM effect
      WHERE kind = 'post-line' AND params ->> 'line' = 'post-removed'`);
    expect(ordered).toHaveLength(7);
  });
});
