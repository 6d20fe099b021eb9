import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyEmbeddedTemplate } from '../fakes/databases.ts';
import { eventually, type RunningApp, startRunningApp } from '../fakes/running-app.ts';
import { policyOf } from '../screening/policy-fixture.ts';
import { type ChatServer, startChatServer } from './chat-server.ts';

const RULE = policyOf('ludvika').rules.find(({ categories }) =>
  categories.includes('defamation-personal-attack'),
);

describe('the bot with a model beside it', () => {
  let app: RunningApp;
  let model: ChatServer;
  beforeAll(async () => {
    model = await startChatServer();
    model.replyWith({ says: JSON.stringify({ rule: RULE?.id, span: 'ett gäng clowner' }) });
    const settings = {
      DATA_DIR: copyEmbeddedTemplate(),
      OPENAI_API_KEY: 'sk-of-the-test',
      OPENAI_MODEL: 'gpt-test',
      OPENAI_BASE_URL: `${model.url}/v1`,
    };
    app = await startRunningApp({ municipality: 'ludvika', settings });
  }, 60_000);
  afterAll(async () => {
    await app.close();
    await model.close();
  });

  it('asks about an unsure comment without its phone number, and says nothing of a sure one', async () => {
    app.comment('Tack för en fin dag i parken!');
    app.comment('Vad är detta för jävla skit?');
    app.comment('Ni är ett gäng clowner, ring mig på 070-174 06 46');
    await eventually(
      () => model.calls.length > 0,
      () => 'nobody was asked',
    );
    const sent = model.calls.map(({ body }) => body.messages[1]?.content);
    expect(sent).toEqual([JSON.stringify({ comment: 'Ni är ett gäng clowner, ring mig på [telefon]' })]);
  });
});
