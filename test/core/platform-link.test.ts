import { describe, expect, it } from 'vitest';
import type { PlatformName } from '../../src/core/platform.ts';
import { platformLink } from '../../src/core/platform-link.ts';

describe('A link that says "open on the platform"', () => {
  it.each<[PlatformName, string]>([
    ['facebook', 'https://www.facebook.com/1001/posts/55?comment_id=66'],
    ['facebook', 'https://m.facebook.com/story.php?story_fbid=1&id=2'],
    ['facebook', 'https://FACEBOOK.com:443/login-info'],
    ['instagram', 'https://www.instagram.com/p/abc/c/1/'],
    ['youtube', 'https://www.youtube.com/watch?v=a&lc=b'],
    ['youtube', 'https://youtu.be/a'],
    ['linkedin', 'https://www.linkedin.com/feed/update/urn:li:activity:1'],
  ])('leads to %s by %s', (platform, address) => {
    expect(platformLink(platform, address)).toBe(new URL(address).href);
  });

  it.each<[PlatformName, string]>([
    ['facebook', 'https://facebook.com@evil.example/'],
    ['facebook', 'https://www.facebook.com:password@evil.example/'],
    ['facebook', 'https://evil.example@www.facebook.com/'],
    ['facebook', 'https://www.facebook.com:444/'],
    ['facebook', 'http://www.facebook.com/'],
    ['facebook', '//www.facebook.com/'],
    ['facebook', 'https://evil.example\\@www.facebook.com/'],
    ['facebook', 'https://www.facebook.com.evil.example/'],
    ['facebook', 'https://www.fаcebook.com/'],
    ['facebook', 'https://www.facebook.com./'],
    ['facebook', 'https://l.facebook.com/l.php?u=https%3A%2F%2Fevil.example'],
    ['facebook', 'https://www.facebook.com//l.php?u=https%3A%2F%2Fevil.example'],
    ['facebook', 'https://www.facebook.com/flx/warn/?u=https%3A%2F%2Fevil.example'],
    ['youtube', 'https://www.youtube.com/redirect?q=https%3A%2F%2Fevil.example'],
    ['linkedin', 'https://www.linkedin.com/redir/redirect?url=https%3A%2F%2Fevil.example'],
    ['instagram', 'https://l.instagram.com/?u=https%3A%2F%2Fevil.example'],
    ['instagram', 'https://www.facebook.com/1'],
    ['facebook', 'http://127.0.0.1/1'],
    ['facebook', 'http://localhost:3978/1'],
    ['facebook', 'data:text/html,hej'],
    ['facebook', 'nej'],
    ['facebook', ''],
  ])('does not lead to %s by %s', (platform, address) => {
    expect(platformLink(platform, address)).toBeNull();
  });
});
