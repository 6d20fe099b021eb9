import type { Locator, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';

/** The Agents Playground (0.2.28) in a headless browser, by what a person sees there. A wait ends after 10 s where nothing else is said. */
export interface PlaygroundPage {
  readonly page: Page;
  /** Shows a channel of the team, and waits until it can be written in. */
  channel(name: string): Promise<void>;
  /** Shows the current user's own chat with the bot. */
  personal(): Promise<void>;
  /** The card that holds the text; the newest where several do in a chat, the oldest in a channel. Forms that are open inside it belong to it. */
  card(text: string | RegExp): Locator;
  /** The card that comes to hold the text within half a minute, by its number, which stays when its text goes. */
  numbered(text: string): Promise<Locator>;
  /** The post with that card, with what has been said under it. */
  thread(text: string | RegExp): Locator;
  /** Presses a button of the card or of its open form; a form's button opens and closes it. */
  press(card: Locator, title: string): Promise<void>;
  /** A card is drawn once more after a press and after each of its effects, which closes a form that has been opened meanwhile: that has been, and the conversation has been still since. */
  redrawn(): Promise<void>;
  /** Goes through a form, and again where a redraw closed it on the way, until what comes of it can be seen. */
  until(outcome: Locator, steps: () => Promise<void>): Promise<void>;
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
const STILL_MS = 3000;
const TRIES = 4;
const CARD_MS = 30_000;
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
  const card = (text: string | RegExp) => page.locator('.ac-preview-panel').filter({ hasText: text }).last();
  return {
    page,
    channel: (name) => open(new RegExp(` - ${name}$`)),
    personal: () => open('Personal Chat'),
    card,
    numbered: async (text) => {
      await card(text).waitFor({ timeout: CARD_MS });
      const [number] = /Nr \d+ ·/u.exec(await card(text).innerText()) ?? [];
      return card(number ?? text);
    },
    thread: (text) =>
      page
        .locator('.ac-preview-panel')
        .filter({ hasText: text })
        .last()
        .locator('xpath=ancestor::*[.//*[@contenteditable="true"]][1]'),
    press: (card, title) => card.getByRole('button', { name: title, exact: true }).last().click(),
    redrawn: () => still(page),
    until: async (outcome, steps) => {
      for (let left = TRIES; left > 0; left--) {
        // A step can find its button gone because the one before did its work: what counts is the outcome.
        const tried = await steps().then(
          () => null,
          (error: unknown) => error,
        );
        const seen = await outcome.waitFor().then(
          () => null,
          (error: unknown) => error,
        );
        if (seen === null) return;
        if (left === 1) throw tried ?? seen;
      }
    },
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

/** Resolves when nothing has changed in the open conversation for `STILL_MS`. */
async function still(page: Page): Promise<void> {
  let seen = '';
  for (let since = performance.now(); performance.now() - since < STILL_MS; await page.waitForTimeout(250)) {
    const now = await conversationOf(page).innerHTML();
    if (now !== seen) since = performance.now();
    seen = now;
  }
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
