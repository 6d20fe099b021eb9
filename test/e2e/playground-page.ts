import type { Locator, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';

/** The Agents Playground (0.2.28) in a headless browser, by what a person sees there. Every wait ends after 10 s. */
export interface PlaygroundPage {
  readonly page: Page;
  /** Shows a channel of the team, and waits until it can be written in. */
  channel(name: string): Promise<void>;
  /** Shows the current user's own chat with the bot. */
  personal(): Promise<void>;
  /** The card that holds the text; the newest where several do. Forms that are open inside it belong to it. */
  card(text: string | RegExp): Locator;
  /** The post with that card, with what has been said under it. */
  thread(text: string | RegExp): Locator;
  /** Presses a button of the card or of its open form; a form's button opens and closes it. */
  press(card: Locator, title: string): Promise<void>;
  /** Presses one of the buttons under "…". */
  pressMore(card: Locator, title: string): Promise<void>;
  /** Writes into the input with this label. */
  fill(card: Locator, label: string, text: string): Promise<void>;
  /** Chooses in a drop-down with this label, or the choice itself where choices stand open. */
  choose(card: Locator, label: string, choice: string): Promise<void>;
  /** Ticks the toggle or box with this title. */
  tick(card: Locator, title: string): Promise<void>;
  /** Invokes the action command of that id on the text, the first message of the open personal chat, from its menu. */
  messageMenu(text: string, command: string): Promise<void>;
  /** Starts a new post in the open channel that mentions the bot and says the text. */
  mention(botName: string, text: string): Promise<void>;
  /** Says the text in the open personal chat. */
  say(text: string): Promise<void>;
  /** Waits until somebody in the open conversation says this, in a thread or by itself. */
  hears(text: string | RegExp): Promise<void>;
  /** All that stands in the open conversation, for assertions and messages. */
  text(): Promise<string>;
  screenshot(path: string): Promise<void>;
  close(): Promise<void>;
}

const WAIT_MS = 10_000;
const COMPOSE = '[contenteditable=true][role=textbox]';
/** Opens the Playground's page. @param url of the running Playground */
export async function openPlayground(url: string): Promise<PlaygroundPage> {
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1400, height: 1100 }, locale: 'sv-SE' });
  page.setDefaultTimeout(WAIT_MS);
  // Its fonts come from a content network; offline, waiting for them would only slow the page down.
  await page.route(
    (address) => !['127.0.0.1', 'localhost'].includes(address.hostname),
    (route) => route.abort(),
  );
  await page.goto(url);
  await page.getByRole('treeitem', { name: 'Personal Chat' }).waitFor();
  const open = async (name: RegExp | string) => {
    await page.getByRole('treeitem', { name }).click();
    await page.locator(COMPOSE).first().waitFor();
  };
  return {
    page,
    channel: (name) => open(new RegExp(` - ${name}$`)),
    personal: () => open('Personal Chat'),
    card: (text) => page.locator('.ac-preview-panel').filter({ hasText: text }).last(),
    thread: (text) =>
      page
        .locator('.ac-preview-panel')
        .filter({ hasText: text })
        .last()
        .locator('xpath=ancestor::*[.//*[@contenteditable="true"]][1]'),
    press: (card, title) => card.getByRole('button', { name: title, exact: true }).last().click(),
    pressMore: async (card, title) => {
      await card.getByRole('button', { name: 'More options' }).last().click();
      await page.getByRole('menuitem', { name: title, exact: true }).click();
    },
    fill: async (card, label, text) => (await inputOf(card, label)).fill(text),
    choose: async (card, label, choice) => {
      const radio = card.getByRole('radio', { name: choice, exact: true });
      if ((await radio.count()) > 0) return radio.check();
      await (await inputOf(card, label)).click();
      await page.getByRole('option', { name: choice, exact: true }).click();
    },
    tick: (card, title) => card.getByRole('checkbox', { name: title }).check(),
    messageMenu: async (text, command) => {
      await page.getByText(text).last().hover();
      await page.getByRole('button', { name: 'Show more information' }).first().click({ force: true });
      await page.getByRole('menuitem', { name: 'Action Command' }).click();
      await page.getByPlaceholder(/command id/i).fill(command);
      await page.getByRole('button', { name: 'Create' }).click();
    },
    mention: async (botName, text) => {
      await page.locator(COMPOSE).first().click();
      await page.keyboard.type(`@${botName.slice(0, 3)}`, { delay: 20 });
      await page.getByRole('menuitem').filter({ hasText: botName }).click();
      await page.keyboard.type(` ${text}`);
      await page.getByRole('button', { name: 'Post', exact: true }).first().click();
    },
    say: async (text) => {
      await page.locator(COMPOSE).first().click();
      await page.keyboard.type(text);
      await page.getByRole('button', { name: 'Send Message' }).first().click();
    },
    hears: (text) => conversationOf(page).getByText(text).last().waitFor(),
    text: () => conversationOf(page).innerText(),
    screenshot: async (path) => void (await page.screenshot({ path, fullPage: true })),
    close: () => browser.close(),
  };
}

/** A label of a required input ends in a star that a screen reader does not hear. */
async function inputOf(card: Locator, label: string): Promise<Locator> {
  const found = card
    .locator('label')
    .filter({ hasText: new RegExp(`^\\s*${RegExp.escape(label)}( \\*)?\\s*$`) });
  const id = await found.last().getAttribute('for');
  return card.locator(`[id="${id}"]`);
}

/** The middle of the page: neither the list of conversations nor the log panel, which repeats every text. */
function conversationOf(page: Page): Locator {
  return page
    .getByRole('region', { name: 'Chat and Teams Channel' })
    .locator('xpath=ancestor::*[following-sibling::*][1]/following-sibling::*[1]');
}
