#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Follows a gateway's events as Server-Sent Events; node 20 or newer, no packages (in a browser, EventSource does all of this).
// Prints each event, tells notices on standard error, and goes on behind the last event after a break.
//
//     node clients/follow-events.mjs http://localhost:8088 'type=TrackIn&tool=Me' [earliest|latest|EPOCH:POSITION]

const [server, conditions = '', start = 'latest'] = process.argv.slice(2);
const SILENT_MS = 60_000; // the server sends a heartbeat every 15 s
const LEAST_PAUSE_MS = 200;
const MOST_PAUSE_MS = 10_000;

class Refused extends Error {}

/** Yields the server's lines; throws when the connection breaks. */
async function* lines(place) {
  const headers = { Accept: 'text/event-stream' };
  if (process.env.FAB_TOKEN) headers.Authorization = `Bearer ${process.env.FAB_TOKEN}`;
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), SILENT_MS);
  try {
    const query = [place, conditions].filter(Boolean).join('&');
    const response = await fetch(new URL(`/v1/events?${query}`, server), { headers, signal: abort.signal });
    if (response.status >= 400 && response.status < 500 && response.status !== 429) {
      throw new Refused(`${response.status}: ${await response.text()}`);
    }
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    const decoder = new TextDecoder();
    let rest = '';
    for await (const bytes of response.body) {
      timer.refresh();
      const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n');
      rest = parts.pop(); // cut within a line: it comes again
      yield* parts;
    }
  } finally {
    clearTimeout(timer);
    abort.abort();
  }
}

/** Yields {id, name, data} of each Server-Sent Event; name is undefined for events of the line. */
async function* messages(place) {
  let message = {};
  for await (const line of lines(place)) {
    if (line === '') {
      if (message.data) yield message;
      message = {};
    } else if (line.startsWith('id: ')) message.id = line.slice(4);
    else if (line.startsWith('event: ')) message.name = line.slice(7);
    else if (line.startsWith('data: ')) message.data = line.slice(6);
  }
}

async function* follow() {
  let place = `from=${start}`;
  let pause = LEAST_PAUSE_MS;
  for (;;) {
    let why = 'the stream has ended';
    try {
      for await (const { id, name, data } of messages(place)) {
        if (name) {
          const { epoch, from, to, text = '' } = JSON.parse(data).data;
          console.error(`${name}: ${epoch}:${from} to ${to} ${text}`);
          if (name === 'refused') throw new Refused(text);
          // What lies before these places has been sent, or is lost.
          if (name !== 'fellBehind') place = `from=${epoch}:${name === 'reset' ? from : to}`;
        } else {
          yield data;
          place = `after=${id}`;
          pause = LEAST_PAUSE_MS;
        }
      }
    } catch (failure) {
      if (failure instanceof Refused) throw failure;
      why = failure.cause?.message ?? failure.message;
    }
    console.error(`${why}; going on with ${place} in ${pause} ms`);
    await new Promise((resume) => setTimeout(resume, pause));
    pause = Math.min(2 * pause, MOST_PAUSE_MS);
  }
}

process.stdout.on('error', () => process.exit(0)); // "| head"
try {
  for await (const event of follow()) {
    if (!process.stdout.write(`${event}\n`)) await new Promise((drained) => process.stdout.once('drain', drained));
  }
} catch (refused) {
  console.error(`refused: ${refused.message}`);
  process.exit(1);
}
