import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportHtml } from '../../../src/records/report/html.ts';
import { launchBrowser } from '../../e2e/browser.ts';
import { reportOf } from './facts.ts';

const html = reportHtml(reportOf('filipstad'));

/** How much brighter one colour is than another (WCAG 2.1, 1.4.3). */
function contrast(a: string, b: string): number {
  const light = (hex: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  };
  const [one, other] = [light(a), light(b)];
  return Math.max(one, other) / Math.min(one, other);
}

describe('The page', () => {
  const colours = Object.fromEntries(
    [...html.matchAll(/--(\w+): (#[0-9a-f]{6});/gu)].map(([, name, hex]) => [name, hex]),
  );

  it.each([
    ['ink', 'paper', 4.5],
    ['quiet', 'paper', 4.5],
    ['link', 'paper', 4.5],
    ['ink', 'notice', 4.5],
    ['bar', 'paper', 3],
    ['line', 'paper', 3],
  ])('has %s on %s of at least %d to 1', (front, back, least) => {
    expect(contrast(colours[front] ?? '', colours[back] ?? '')).toBeGreaterThanOrEqual(least);
  });

  it('has no script, no style or picture from elsewhere, and no handler', () => {
    expect(html).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\son\w+=/iu);
    expect(html).not.toMatch(/https?:\/\//u);
  });

  it('escapes what the rules say', () => {
    const report = reportOf('filipstad');
    const wild = { ...report, name: '<b>&"\'' };
    expect(reportHtml(wild)).toContain('&lt;b&gt;&amp;&quot;&#39;');
    expect(reportHtml(wild)).not.toContain('<b>');
  });

  it('speaks English where the municipality does', () => {
    const english = reportHtml(reportOf('filipstad', {}, { language: 'en' }));
    expect(english).toContain('<html lang="en">');
    expect(english).toContain('The municipality makes no automated decisions');
    expect(english).not.toMatch(/Kommunen fattar|Totalt/u);
  });
});

describe('The page in a browser', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await launchBrowser();
    page = await browser.newPage({ javaScriptEnabled: true, viewport: { width: 1000, height: 800 } });
    await page.setContent(html);
  }, 120_000);
  afterAll(() => browser.close());

  it('has a title, a language, one heading of the first rank and none that skips a rank', async () => {
    expect(await page.title()).toContain('Öppenhetsrapport');
    expect(await page.locator('html').getAttribute('lang')).toBe('sv');
    const ranks = await page
      .locator('h1, h2, h3, h4')
      .evaluateAll((all) => all.map(({ tagName }) => Number(tagName.slice(1))));
    expect(ranks.filter((rank) => rank === 1)).toHaveLength(1);
    ranks.forEach((rank, place) => {
      expect(rank - (ranks[place - 1] ?? 0)).toBeLessThanOrEqual(1);
    });
  });

  it('names every table, scopes every heading cell and says every chart in words', async () => {
    const tables = page.locator('table');
    expect(await tables.count()).toBeGreaterThan(10);
    expect(await page.locator('table:not(:has(caption))').count()).toBe(0);
    expect(await page.locator('th:not([scope])').count()).toBe(0);
    const charts = await page.locator('svg').evaluateAll((all) =>
      all.map((svg) => ({
        role: svg.getAttribute('role'),
        named:
          svg.querySelector('title')?.textContent !== '' && svg.querySelector('desc')?.textContent !== '',
      })),
    );
    expect(charts.length).toBeGreaterThan(3);
    for (const chart of charts) expect(chart).toEqual({ role: 'img', named: true });
  });

  it('has no id twice, and no reference to one that is not there', async () => {
    const ids = await page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id));
    const named = await page
      .locator('[aria-labelledby], [aria-describedby], a[href^="#"]')
      .evaluateAll((all) =>
        all.flatMap((at) =>
          ['aria-labelledby', 'aria-describedby', 'href'].flatMap((name) => at.getAttribute(name) ?? []),
        ),
      );
    const twice = ids.filter((id, place) => ids.indexOf(id) !== place);
    const lost = named.flatMap((text) => text.replace('#', '').split(' ')).filter((id) => !ids.includes(id));
    expect({ twice, lost }).toEqual({ twice: [], lost: [] });
  });

  const focused = () => page.locator(':focus').evaluate((at) => at.id || (at.getAttribute('class') ?? ''));
  it('lets the keyboard skip to the content', async () => {
    await page.keyboard.press('Tab');
    const skip = page.locator('a.skip');
    expect(await focused()).toBe('skip');
    expect((await skip.boundingBox())?.x).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('main');
  });

  it.each([320, 1000])('needs no scrolling sideways at %d px', async (width) => {
    await page.setViewportSize({ width, height: 700 });
    const across = await page.locator('html').evaluate((at) => at.scrollWidth);
    expect(across).toBeLessThanOrEqual(width);
    const folder = process.env['REPORT_SCREENSHOTS'];
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `report-${width}.png`), fullPage: true });
  });

  it('keeps the letters of its charts readable at 320 px', async () => {
    await page.setViewportSize({ width: 320, height: 700 });
    const heights = await page
      .locator('svg text')
      .evaluateAll((all) => all.map((text) => text.getBoundingClientRect().height));
    expect(Math.min(...heights)).toBeGreaterThan(11);
  });
});
