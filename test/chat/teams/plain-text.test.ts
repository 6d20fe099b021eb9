import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/chat/teams/plain-text.ts';

const REPLY = '<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="1764352234567">';

describe('the words of what Teams sends', () => {
  it.each<[string, string, string]>([
    ['a quoted message', '<quoted messageId="1764352234567"/> När ska vi svara?', 'När ska vi svara?'],
    ['one that is not closed', '<quoted messageId="17643522"> När ska vi svara?', 'När ska vi svara?'],
    ['one that is cut short', '<quoted messageId="17643522" När ska vi svara?', 'När ska vi svara?'],
    ['one with its text', '<quoted messageId="1">Ring 070-1234567</quoted>Får det stå?', 'Får det stå?'],
    [
      'a reply',
      `${REPLY}<strong>Eva</strong><p itemprop="preview">Gammalt</p></blockquote><p>Nytt</p>`,
      'Nytt',
    ],
    ['a reply to a reply', `${REPLY}a${REPLY}b</blockquote>c</blockquote>Nytt`, 'Nytt'],
    [
      'a quote that a person made',
      '<blockquote>Du är dum</blockquote><p>Får den stå?</p>',
      'Du är dum\nFår den stå?',
    ],
    ['an attachment', '<attachment id="b7a0-11"></attachment>Vad gäller?', 'Vad gäller?'],
    ['lines', 'Ett<br>två<br/>tre', 'Ett\ntvå\ntre'],
    ['paragraphs', '<div>\n<div><p>Ett</p><p class="x">två</p></div></div>', 'Ett\ntvå'],
    ['a list', '<ul><li>Ett</li><li>två</li></ul>', 'Ett\ntvå'],
    ['a table', '<table><tr><td>Ett</td><td>två</td></tr></table>', 'Ett två'],
    ['bold and links', 'Se <a href="https://a.se?b=1&amp;c">den <b>här</b></a>!', 'Se den här!'],
    ['mentions', 'Hej <at id="0">Åsa</at>&nbsp;<at id="1">Öberg</at>', 'Hej Åsa Öberg'],
    ['an emoji', '<emoji id="smile" alt="🙂" title="Smile"></emoji> Tack', '🙂 Tack'],
    ['an emoji in a picture', 'Tack <img alt="👍" src="https://a/b.png" itemtype="x">', 'Tack 👍'],
    ['a picture', 'Se <img alt="image" src="x.png"> här', 'Se här'],
    ['code', '<codeblock class="Html"><code>a &lt; b</code></codeblock>', 'a < b'],
    ['a comment', 'a<!-- <p>nej</p> -->b', 'ab'],
    ['a comment without an end', 'a <!-- b', 'a b'],
    ['a declaration', '<!DOCTYPE html><?xml version="1.0"?>a', 'a'],
    ['a script', '<script>if (a < b) alert("x")</script>a<style>p { color: red }</style>', 'a'],
    ['named characters', 'S&aring; h&auml;r &Ouml;ver&nbsp;&amp;&hellip;', 'Så här Över &…'],
    ['numbered characters', '&#229;&#xE4;&#xF6;&#128578;&#0;&#xD800;&#99999999;', 'åäö🙂\ufffd&#99999999;'],
    ['characters read once', '&amp;lt;p&amp;gt;', '&lt;p&gt;'],
    ['what names no character', 'AT&T &foo; a&b', 'AT&T &foo; a&b'],
    ['one without its end', 'a&nbsp b &lt3', 'a b &lt3'],
    ['a tag without its end', 'Hej <br', 'Hej'],
    ['values with angle brackets', `<p title="a > b" data-x='<p>'>Hej</p>`, 'Hej'],
    ['an element that Teams may add', '<reply target="1764352234567"/>Hej', 'Hej'],
    ['nothing', '', ''],
  ])('has %s', (_, markup, words) => {
    expect(plainText(markup)).toBe(words);
  });

  it.each([
    '3 < 5 och 7 > 6',
    'Jag <3 biblioteket',
    'koppla <kommun>',
    'Skriv till <anna@kommun.se>',
    '<https://kommun.se/?a=b>',
    'a <b och c> d',
    'Q&A & mer',
    '<-- titta',
    '<<<',
  ])('keeps “%s” as it was typed', (text) => {
    expect(plainText(text)).toBe(text);
  });

  it.each<[string, string]>([
    ['<br', '<br'.repeat(28_000)],
    ['<br>', '<br>'.repeat(28_000)],
    ['<', '<'.repeat(200_000)],
    ['&', '&'.repeat(200_000)],
    ['&#0', '&#0'.repeat(60_000)],
    ['nested quotes', '<blockquote>'.repeat(15_000)],
    ['nested replies', `${'<blockquote itemtype="/Reply">'.repeat(4_000)}${'</blockquote>'.repeat(4_000)}`],
    ['nested mentions', `${'<at>'.repeat(22_000)}${'</at>'.repeat(22_000)}`],
    ['comments', '<!--'.repeat(50_000)],
    ['declarations', '<!a'.repeat(60_000)],
    ['open quotation marks', `<p a='"`.repeat(28_000)],
    ['values', '<p a=1 b'.repeat(25_000)],
    ['keys', `<p ${'k '.repeat(99_000)}`],
    ['spaces', `<p${' '.repeat(199_000)}`],
    ['spaces alone', ' '.repeat(200_000)],
    ['lines', ' \n'.repeat(100_000)],
    ['a long name', `<${'a'.repeat(199_000)}`],
    ['scripts', '<script>'.repeat(25_000)],
  ])('takes no longer than the text for %s', (_, markup) => {
    const half = cpuMs(() => plainText(markup.slice(0, markup.length / 2)));
    const whole = cpuMs(() => plainText(markup));
    // What grows with the square takes four times as long, and seconds; a busy machine is slow, but not so slow.
    expect(whole).toBeLessThan(Math.max(300, half * 3));
  });
});

function cpuMs(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
