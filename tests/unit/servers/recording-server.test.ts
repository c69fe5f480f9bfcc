import { request as requestTls } from 'node:https';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { basicOf, send } from '../../../demo/answers.ts';
import {
  byNumber,
  type Handler,
  type RecordingServer,
  type ServerOptions,
  startServer,
} from '../../../demo/server.ts';

let server: RecordingServer;
afterEach(() => server.close());

async function start(handler: Handler, options?: ServerOptions): Promise<void> {
  server = await startServer(handler, options);
}
const ok: Handler = (_request, response) => send(response, 'text/plain', 'ok');

test('records what arrived, in order, as it was sent', async () => {
  await start(ok);
  await fetch(`${server.url()}/a/..%2fb?x=1&x=%26`, {
    method: 'POST',
    body: 'grüße',
    headers: { 'X-Api-Key': 'k' },
  });
  await fetch(`${server.url('localhost')}/c`);

  const [first, second] = server.requests;
  expect(first).toMatchObject({
    method: 'POST',
    url: '/a/..%2fb?x=1&x=%26',
    path: '/a/..%2fb',
    body: 'grüße',
  });
  expect(first?.query.getAll('x')).toEqual(['1', '&']);
  expect(first?.headers['x-api-key']).toBe('k');
  expect(second).toMatchObject({ method: 'GET', path: '/c', host: `localhost:${server.port}` });
  server.clear();
  expect(server.requests).toEqual([]);
});

test('waits for a request that has come already or comes later, and gives up in time', async () => {
  await start(ok);
  const later = server.waitFor(({ path }) => path === '/later');
  await fetch(`${server.url()}/later`);
  expect((await later).path).toBe('/later');
  expect((await server.waitFor(({ path }) => path === '/later')).path).toBe('/later');
  await expect(server.waitFor(() => false, 10)).rejects.toThrow('No such request within 10 ms');
});

test('reads the user and password of HTTP Basic in UTF-8', async () => {
  await start(ok);
  const authorization = `Basic ${Buffer.from('zoë:p:ä€ 😀').toString('base64')}`;
  await fetch(server.url(), { headers: { authorization } });
  await fetch(server.url());
  expect(server.requests.map(basicOf)).toEqual([{ username: 'zoë', password: 'p:ä€ 😀' }, null]);
});

test('turns what a handler throws into a 500', async () => {
  await start(() => Promise.reject(new Error('no')));
  expect((await fetch(server.url())).status).toBe(500);
});

test('serves https with a certificate that nobody trusts', async () => {
  await start(ok, { tls: true, host: 'localhost' });
  expect(server.url()).toBe(`https://localhost:${server.port}`);
  await expect(fetch(server.url())).rejects.toThrow();
  const status = await new Promise((resolve, reject) => {
    const sent = requestTls(server.url(), { rejectUnauthorized: false }, (answer) =>
      resolve(answer.statusCode),
    );
    sent.on('error', reject).end();
  });
  expect(status).toBe(200);
});

test('ends open connections when it closes', async () => {
  await start(ok);
  const socket = connect(server.port, '127.0.0.1');
  await new Promise((done) => socket.once('connect', done));
  const closed = new Promise((done) => socket.once('close', done));
  socket.on('error', () => {});
  await fetch(server.url());
  await server.close();
  await closed;
});

test('writes an address by number', async () => {
  await start(ok);
  expect(byNumber('http://geo.localhost:81/a?u=http://localhost/')).toBe(
    'http://127.0.0.1:81/a?u=http://localhost/',
  );
  expect(byNumber('https://localhost.example/')).toBe('https://localhost.example/');
});
