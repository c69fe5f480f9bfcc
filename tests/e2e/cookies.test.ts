import { afterAll, beforeAll, expect, test } from 'vitest';
import { basicOf, refuse } from '../../demo/answers.ts';
import type { Handler } from '../../demo/server.ts';
import { type Scene, scene } from './support/scene.ts';
import { answerWms } from './support/world.ts';

/** A WMS with a password, on a host where the browser holds a cookie from a visit. */
const service: Handler = (request, response) => {
  if (request.path === '/portal') {
    response.writeHead(200, {
      'Set-Cookie': 'visit=4711; SameSite=Lax; Path=/',
      'Content-Type': 'text/html',
    });
    return void response.end('<title>Portal</title>');
  }
  if (basicOf(request)?.password === 'Str0ng-1') return answerWms(request, response);
  refuse(response, 401, 'Sign in.', 'Basic realm="maps"');
};

let made: Scene;

beforeAll(async () => {
  made = await scene(service);
});
afterAll(async () => made?.[Symbol.asyncDispose]());

test('a check of our own brings no cookie, and leaves none', async () => {
  const portal = await made.browser.newPage(`${made.service.url()}/portal`);
  await portal.reload();
  // Control: the browser holds the cookie and sends it along with a visit.
  expect(made.service.requests.map(({ headers }) => headers.cookie)).toContain('visit=4711');

  const page = await made.visit(`${made.service.url()}/wms?SERVICE=WMS&REQUEST=GetCapabilities`);
  const popup = await made.popup(page);
  const row = popup.row('/wms');
  await row.press(/^Sign in/);
  await row.fill('User name', 'anna');
  await row.fill('Password', 'Str0ng-1');
  made.service.clear();
  await row.press(/^Sign in$/);
  await row.says('Signed in');
  const own = made.service.requests.filter(({ headers }) => headers.authorization !== undefined);
  expect(own).toHaveLength(1);
  expect(made.service.requests.map(({ headers }) => headers.cookie).filter(Boolean)).toEqual([]);
});
