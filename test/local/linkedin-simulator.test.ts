import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleLinkedInPages } from '../../src/local/linkedin/seed.ts';
import { type LinkedInSimulator, startLinkedIn } from '../../src/local/linkedin/server.ts';
import { makeDataFolder } from '../fakes/databases.ts';

const [page] = sampleLinkedInPages();
if (page === undefined) throw new Error('no sample pages');

describe('the simulated LinkedIn, for people', () => {
  let linkedin: LinkedInSimulator;
  let stateFile: string;
  beforeEach(async () => {
    stateFile = join(makeDataFolder(), 'linkedin.json');
    linkedin = await startLinkedIn({ stateFile });
  });
  afterEach(() => linkedin.close());
  const address = () => `${linkedin.url}/page/${page.number}`;
  const shown = async () => (await fetch(address())).text();
  const send = async (form: Record<string, string>) => {
    const body = new URLSearchParams({ author: 'Kim Testsson', ...form });
    const answer = await fetch(`${address()}/comments`, { method: 'POST', body, redirect: 'manual' });
    return answer.headers.get('location') ?? '';
  };
  const post = () => linkedin.state.posts[0]?.activity ?? '';

  it('has a Page for Ludvika, whose posts are shown without their markup', async () => {
    expect(page.municipality).toBe('ludvika');
    expect(await shown()).toContain('Sök senast den sista i månaden #jobb');
    expect(await shown()).toContain('Lyviksberget (etapp två)');
    expect(await (await fetch(linkedin.url)).text()).toContain(`href="/page/${page.number}"`);
  });

  it('takes a comment, an answer, an edit and a removal by its forms, and keeps them between runs', async () => {
    await send({ post: post(), text: 'Hej <b>på</b> er' });
    const [comment] = linkedin.state.comments;
    await send({ parent: comment?.id ?? '', text: 'Hej själv', author: 'Alva Provman' });
    expect(await shown()).toContain('Hej &#60;b&#62;på&#60;/b&#62; er');
    await send({ op: 'edit', comment: comment?.id ?? '', text: 'Hej allihop' });
    await linkedin.close();
    linkedin = await startLinkedIn({ stateFile });
    expect(linkedin.state.comments.map(({ text, name, parent }) => [text, name, parent])).toEqual([
      ['Hej allihop', 'Kim Testsson', null],
      ['Hej själv', 'Alva Provman', comment?.id],
    ]);
    await send({ op: 'remove', comment: comment?.id ?? '' });
    expect(linkedin.state.comments).toEqual([]);
    expect(linkedin.state.notifications.map(({ action }) => action)).toEqual([
      'COMMENT',
      'COMMENT',
      'COMMENT_EDIT',
      'COMMENT_DELETE',
    ]);
  });

  it.each<[string, Record<string, string>]>([
    ['empty', { text: ' ' }],
    ['empty', { text: 'å'.repeat(1251) }],
    ['gone', { text: 'Hej', parent: '404' }],
    ['gone', { op: 'remove', comment: '404' }],
  ])('says what was not taken: %s', async (problem, form) => {
    expect(await send({ post: post(), ...form })).toContain(`problem=${problem}`);
    expect(linkedin.state.comments).toEqual([]);
  });
});
