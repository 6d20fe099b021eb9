/** What citizens write: half of it needs nobody. */
export const TEXTS = [
  'Tack för fint arbete med parken, den har blivit så trevlig att gå i nu när våren äntligen kommer!',
  'Hej! När öppnar biblioteket på lördagar och går det att lämna igen böcker fast det är stängt?',
  'Så fint väder det var på marknaden i helgen. Vi var där hela familjen och åt våfflor.',
  'Ni är ju dumma i huvudet hela bunten, jävla idioter, hur kan man bygga en rondell just där!',
];

let written = 0;

/** A webhook of Facebook's that tells of `count` new comments on the page. */
export function webhookOf(page: string, count: number, photo?: string): Buffer {
  const time = Math.trunc(Temporal.Now.instant().epochMilliseconds / 1000);
  const changes = Array.from({ length: count }, () => {
    written += 1;
    const post = `${page}_${100_000_001}`;
    return {
      field: 'feed',
      value: {
        from: { id: `${7_000_000_000_000_000 + (written % 300)}`, name: `Kim Testsson ${written % 300}` },
        post: { permalink_url: `https://www.facebook.com/${page}/posts/100000001`, id: post },
        message: `${TEXTS[(photo === undefined ? written : 1) % TEXTS.length]} (${written})`,
        post_id: post,
        comment_id: `100000001_${page.slice(-1)}${900_000_000 + written}`,
        created_time: time,
        item: 'comment',
        parent_id: post,
        verb: 'add',
        ...(photo !== undefined && { photo }),
      },
    };
  });
  return Buffer.from(JSON.stringify({ object: 'page', entry: [{ id: page, time, changes }] }));
}

/** A comment that becomes a ticket. */
export const QUESTION = TEXTS[1] ?? '';
