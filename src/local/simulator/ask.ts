/** Asks a simulator's control endpoint to do something. @throws Error in the simulator's words */
export async function ask(url: string, name: string, body: object): Promise<void> {
  const response = await fetch(`${url}/_sim/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`A simulator refused ${name}: ${await response.text()}`);
}
