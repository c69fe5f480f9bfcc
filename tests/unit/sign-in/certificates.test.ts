import { expect, test } from 'vitest';
import { AppError } from '../../../lib/errors.ts';
import { createCertificates } from '../../../lib/sign-in/certificates.ts';
import { openSession } from '../../../lib/sign-in/session.ts';
import { memoryArea } from '../../fakes/memory-area.ts';
import { service } from '../../fakes/service.ts';

const BAD = 'net::ERR_CERT_AUTHORITY_INVALID';
const GEO = 'https://geo.example.com:8443/ows?key=secret';

async function certificates() {
  const area = memoryArea();
  const session = await openSession(area);
  const told: [string, boolean][] = [];
  const made = createCertificates({
    session,
    now: () => 5,
    changed: (host, isTrusted) => void told.push([host, isTrusted]),
  });
  return { ...made, area, session, told };
}

test('not trusted: remembered by host, told once; trusted with the first answer', async () => {
  const made = await certificates();
  made.failed(GEO, BAD);
  made.failed(GEO, BAD);
  expect(made.session.get('certificate', 'geo.example.com:8443')).toEqual({ error: BAD, at: 5 });
  made.answered('http://geo.example.com:8443/');
  made.answered('https://geo.example.com/');
  made.answered(GEO);
  made.answered(GEO);
  expect(made.told).toEqual([
    ['geo.example.com:8443', false],
    ['geo.example.com:8443', true],
  ]);
  expect(made.session.all('certificate').size).toBe(0);
  expect(JSON.stringify([...made.area.items])).not.toContain('secret');
});

test('any other trouble is none of a certificate', async () => {
  const made = await certificates();
  for (const error of ['net::ERR_FAILED', 'NS_ERROR_ABORT', 'net::ERR_CONNECTION_REFUSED', ''])
    made.failed(GEO, error);
  made.failed('nonsense', BAD);
  expect(made.told).toEqual([]);
});

test('who forbids exceptions (HSTS)', async () => {
  const made = await certificates();
  made.answered('https://a.example/', 'max-age=0');
  made.answered('http://b.example/', 'max-age=300');
  made.answered('https://c.example/', 'includeSubDomains; max-age="300"');
  expect([...made.session.all('strict').keys()]).toEqual(['c.example']);
});

test('a page that names new hosts without end: bounded', async () => {
  const made = await certificates();
  for (let n = 0; n < 1000; n++) {
    made.failed(`https://h${n}.example/`, BAD);
    made.answered(`https://s${n}.example/`, 'max-age=300');
  }
  expect(made.session.all('certificate').size).toBe(300);
  expect(made.session.all('strict').size).toBe(300);
  expect(made.session.get('certificate', 'h999.example')).toBeDefined();
});

test('our own questions tell, too', async () => {
  const made = await certificates();
  const bad = made.watchingAsk(service(() => ({ kind: 'failed', problem: 'certificate', error: BAD })).ask);
  await bad({ url: GEO, headers: {} });
  const down = made.watchingAsk(service(() => ({ kind: 'failed', problem: '' })).ask);
  await down({ url: GEO, headers: {} });
  const good = made.watchingAsk(service(() => ({ status: 401 })).ask);
  await good({ url: GEO, headers: {} });
  expect(made.told.map(([, isTrusted]) => isTrusted)).toEqual([false, true]);
});

test('requests to identity providers as well; what went wrong goes on', async () => {
  const made = await certificates();
  const error = new AppError('certificateProblem', ['id.example'], { cause: BAD });
  const failing = made.watchingFetch(() => Promise.reject(error));
  await expect(failing('https://id.example/token', {})).rejects.toBe(error);
  await expect(
    made.watchingFetch(() => Promise.reject(new TypeError('Failed to fetch')))('https://id2.example/', {}),
  ).rejects.toThrow('Failed');
  await made.watchingFetch(async () => new Response())('https://id.example/token', {});
  expect(made.told).toEqual([
    ['id.example', false],
    ['id.example', true],
  ]);
});
