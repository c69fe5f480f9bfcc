import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge, type ProbeAnswer, readChallenges } from '../../../lib/services/verdict.ts';

const URL_ASKED = 'https://geo.example.com:8443/ows?SERVICE=WMS&REQUEST=GetMap';
const HOST = 'geo.example.com:8443';
const OK: ProbeAnswer = {
  url: URL_ASKED,
  kind: 'answer',
  status: 200,
  contentType: 'image/png',
  body: '',
  challenge: '',
  retryAfter: '',
  location: '',
  picture: '',
  problem: '',
  error: '',
};

const wms = (withCredential: 'basic' | 'key' | 'header' | 'none' = 'basic') => ({
  kinds: ['WMS'] as const,
  withCredential,
});
const failure = (code: string, ...more: string[]) => ({
  accepted: false,
  failure: { code, values: [HOST, ...more] },
});

describe('judge', () => {
  test.each([
    ['basic', 'passwordRefused'],
    ['key', 'keyRefused'],
    ['header', 'headerRefused'],
    ['none', 'accessRefused'],
  ] as const)('a refusal with %s', (withCredential, code) => {
    for (const status of [401, 403, 498, 499]) {
      const verdict = judge(
        { ...OK, status, challenge: status === 401 ? 'Basic realm="x"' : '' },
        wms(withCredential),
      );
      expect(verdict).toEqual({ ...failure(code), refusal: true, stop: false });
    }
  });

  test.each([
    ['Negotiate, NTLM', 'windowsSignIn'],
    ['NTLM', 'windowsSignIn'],
    ['Digest realm="x", nonce="a, Basic b"', 'digestSignIn'],
    ['Negotiate, Digest realm="x"', 'digestSignIn'],
  ])('only %s offered', (challenge, code) => {
    expect(judge({ ...OK, status: 401, challenge }, wms('none'))).toEqual({
      ...failure(code),
      refusal: true,
      stop: true,
    });
  });

  test('Basic beside Windows sign-in is an ordinary refusal', () => {
    expect(judge({ ...OK, status: 401, challenge: 'Negotiate, Basic realm="x"' }, wms())).toMatchObject(
      failure('passwordRefused'),
    );
  });

  test.each([
    [407, 'proxySignIn', [], true],
    [511, 'proxySignIn', [], true],
    [429, 'tooManyRequests', [], true],
    [500, 'serverError', ['500'], true],
    [404, 'unexpectedStatus', ['404'], false],
    [400, 'unexpectedStatus', ['400'], false],
  ])('status %i', (status, code, more, stop) => {
    expect(judge({ ...OK, status }, wms('key'))).toEqual({ ...failure(code, ...more), refusal: false, stop });
  });

  test('a missing key told by 400', () => {
    const body = '{"status":400,"message":"API Key Invalid"}';
    expect(judge({ ...OK, status: 400, body }, wms('key'))).toEqual({
      ...failure('keyRefused'),
      refusal: true,
      stop: false,
    });
    expect(judge({ ...OK, status: 400, body }, wms('none'))).toMatchObject({
      ...failure('accessRefused'),
      refusal: true,
    });
  });

  test.each([
    ['network', 'unreachable'],
    ['timeout', 'timedOut'],
    ['certificate', 'certificateProblem'],
  ] as const)('no answer: %s', (problem, code) => {
    const verdict = judge({ ...OK, kind: 'failed', status: 0, problem }, wms());
    expect(verdict).toEqual({ ...failure(code), refusal: false, stop: true });
  });

  test.each([
    ['https://login.example.com/x', 'loginPage', []],
    ['https://geo.example.com:8443/cas/login?service=x', 'loginPage', []],
    ['https://idp.example.com/profile/SAML2/Redirect/SSO', 'loginPage', []],
    ['https://urs.earthdata.nasa.gov/oauth/authorize?x', 'loginPage', []],
    ['https://other.example.org/wms', 'redirected', ['other.example.org']],
    ['https://castle.example.org/author', 'redirected', ['castle.example.org']],
    ['', 'redirected', ['…']],
  ])('a redirect to %s', (location, code, more) => {
    const verdict = judge({ ...OK, kind: 'redirect', status: 0, location }, wms());
    expect(verdict).toEqual({ ...failure(code, ...more), refusal: code === 'loginPage', stop: true });
  });

  test('HTML where a picture was asked', () => {
    const html = { ...OK, contentType: 'text/html; charset=utf-8' };
    expect(judge({ ...html, body: '<form><input type="password"></form>' }, wms())).toMatchObject(
      failure('loginPage'),
    );
    expect(judge({ ...html, body: '<h1>Welcome</h1>' }, wms())).toEqual({
      ...failure('notMapService'),
      refusal: false,
      stop: false,
    });
    expect(judge({ ...OK, contentType: '', body: '<!DOCTYPE html><p>Hi' }, wms())).toMatchObject(
      failure('notMapService'),
    );
    const asked = `${URL_ASKED.replace('GetMap', 'GetFeatureInfo')}&INFO_FORMAT=text/html`;
    expect(judge({ ...html, url: asked, body: '<table></table>' }, wms())).toEqual({ accepted: true });
  });

  test('OGC exception reports', () => {
    const report = (text: string) => ({
      ...OK,
      contentType: 'application/vnd.ogc.se_xml',
      body: `<?xml version="1.0"?><ServiceExceptionReport><ServiceException>${text}</ServiceException></ServiceExceptionReport>`,
    });
    expect(judge(report('Access denied'), wms())).toEqual({
      ...failure('passwordRefused'),
      refusal: true,
      stop: false,
    });
    expect(judge(report('User is not authorized'), wms('none'))).toMatchObject(failure('accessRefused'));
    expect(judge(report('Layer x is not defined'), wms())).toEqual({ accepted: true });
    const ows = {
      ...OK,
      contentType: 'text/xml',
      body: '<ows:ExceptionReport><ows:Exception exceptionCode="AuthenticationFailed"/></ows:ExceptionReport>',
    };
    expect(judge(ows, wms('key'))).toMatchObject(failure('keyRefused'));
  });

  test.each([498, 499, 401, 403])('an ArcGIS error %i in a 200', (code) => {
    const body = JSON.stringify({ error: { code, message: 'x', details: [] } });
    const verdict = judge(
      { ...OK, contentType: 'application/json', body },
      { kinds: ['ArcGIS'], withCredential: 'key' },
    );
    expect(verdict).toEqual({ ...failure('keyRefused'), refusal: true, stop: false });
  });

  test('other errors in a 200', () => {
    const json = { ...OK, contentType: 'application/json' };
    const arcgis = { kinds: ['ArcGIS'], withCredential: 'key' } as const;
    expect(judge({ ...json, body: '{"error":{"code":500,"message":"Error"}}' }, arcgis)).toMatchObject(
      failure('unexpectedStatus', '500'),
    );
    expect(judge({ ...json, body: '{"error":"Authentication required"}' }, wms('header'))).toMatchObject(
      failure('headerRefused'),
    );
  });

  test.each([
    ['a picture', 'image/png', '', 'WMS'],
    ['an empty tile', '', '', 'MVT'],
    ['capabilities', 'text/xml', '<WMS_Capabilities/>', 'WMS'],
    ['a landing page', 'application/json', '{"links":[]}', 'OGC API'],
    [
      'a layer with an error field',
      'application/json',
      '{"name":"x","fields":["error"],"error":null}',
      'ArcGIS',
    ],
    ['a vector tile', 'application/x-protobuf', '\u001a\u0001ab error', 'MVT'],
  ] as const)('%s is accepted', (_, contentType, body, kind) => {
    expect(judge({ ...OK, contentType, body }, { kinds: [kind], withCredential: 'key' })).toEqual({
      accepted: true,
    });
  });

  test('plain text where a document was asked is no map service', () => {
    const url = 'https://geo.example.com:8443/ows?SERVICE=WMS&REQUEST=GetCapabilities';
    expect(judge({ ...OK, url, contentType: 'text/plain', body: 'OK' }, wms())).toMatchObject(
      failure('notMapService'),
    );
    const api = { kinds: ['OGC API'], withCredential: 'key' } as const;
    expect(judge({ ...OK, contentType: 'text/plain', body: 'Hello, world' }, api)).toMatchObject(
      failure('notMapService'),
    );
  });

  test('any answer gets a verdict, 1 MB of it within a moment', () => {
    const answer = fc.record({
      url: fc.oneof(fc.string(), fc.webUrl()),
      kind: fc.constantFrom('answer', 'redirect', 'failed'),
      status: fc.nat(700),
      contentType: fc.string(),
      body: fc.oneof(fc.string(), fc.json()),
      challenge: fc.string(),
      retryAfter: fc.string(),
      location: fc.string(),
      problem: fc.constantFrom('', 'network', 'timeout', 'certificate'),
    });
    fc.assert(fc.property(answer, (any) => typeof judge(any as ProbeAnswer, wms()).accepted === 'boolean'));
    for (const part of ['<title>', 'type = ', '{"error":', '<', ' ', 'name=']) {
      judge({ ...OK, contentType: 'text/html', body: part.repeat(1_000_000 / part.length) }, wms());
    }
  });
});

describe('readChallenges', () => {
  test.each([
    ['', []],
    ['Basic realm="a, Digest b", charset="UTF-8"', ['basic']],
    ['Negotiate, NTLM, Basic realm=x', ['negotiate', 'ntlm', 'basic']],
    ['Newauth realm="apps", type=1, title="Login to \\"apps\\"", Basic realm="simple"', ['newauth', 'basic']],
    ['Negotiate YIIabc==', ['negotiate']],
    ['BEARER realm = "x" , error = "invalid_token"', ['bearer']],
    ['NTLM\nNegotiate', ['ntlm', 'negotiate']],
    ['Basic realm="never closed, NTLM', ['basic']],
  ])('%s', (header, schemes) => {
    expect(readChallenges(header)).toEqual(schemes);
  });
});
