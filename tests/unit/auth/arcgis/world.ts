import { byNumber } from '../../../../demo/server.ts';
import { arcgis } from '../../../../lib/auth/arcgis.ts';
import type { ProviderTools, SignedIn, SignInTools, Values } from '../../../../lib/auth/method.ts';
import type { Fetch } from '../../../../lib/oauth/http.ts';
import { type SignedRequest, signedRequest } from '../../../../lib/rules/request.ts';
import { judge } from '../../../../lib/services/verdict.ts';
import { ROADS, startArcgis } from '../../../servers/arcgis.ts';

export const USER = { username: 'ada', password: 'planted-Passw0rd-55' };
export const SITE = 'https://site.example';
const REDIRECT = 'https://layerkey.chromiumapp.org/';

/** The stand-in, and the method as the worker calls it. */
export async function arcgisWorld() {
  const made = await startArcgis({ user: USER, redirects: [REDIRECT] });
  const sent: SignedRequest[] = [];
  const reach: Fetch = (url, init) => fetch(byNumber(url), init);
  const provider: ProviderTools = {
    fetch: reach,
    now: Date.now,
    signal: new AbortController().signal,
    redirectUri: REDIRECT,
    mayAsk: async () => undefined,
    askForCode: async () => '',
    // The person at the portal's page, and the browser that is sent back.
    authorize: async (url) => {
      const page = await (await reach(url, {})).text();
      const hidden = [...page.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
        name,
        value,
      ]);
      const answer = await reach(new URL('signin', url).href, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams([...hidden, ...Object.entries(USER)]),
      });
      return answer.headers.get('location') ?? '';
    },
  };
  /** One question to a map service, as the worker asks. */
  const attemptAt =
    (prefix: string, path: string): SignInTools['attempt'] =>
    async (injection) => {
      const request = signedRequest(prefix + path, prefix, injection);
      sent.push(request);
      const response = await reach(request.url, { headers: request.headers });
      const nothing = { picture: '', retryAfter: '', location: '', problem: '', error: '' } as const;
      const contentType = response.headers.get('content-type') ?? '';
      const body = contentType.includes('json') ? await response.text() : '';
      const answer = {
        ...nothing,
        url: request.url,
        kind: 'answer',
        status: response.status,
        contentType,
        body,
      } as const;
      return judge({ ...answer, challenge: '' }, { kinds: ['ArcGIS'], withCredential: 'header' });
    };
  return {
    ...made,
    provider,
    sent,
    signIn: (
      root: string,
      values: Values,
      more: Partial<SignInTools> & { path?: string } = {},
    ): Promise<SignedIn> => {
      const prefix = root + ROADS;
      return arcgis.signIn(
        { server: root, ...(values.way === 'password' ? USER : {}), ...values },
        {
          provider,
          place: { prefix, sites: [SITE, SITE] },
          attempt: attemptAt(prefix, more.path ?? '?f=json'),
          keyNames: [],
          ...more,
        },
      );
    },
    /** What is answered to a map request with what is held. */
    prove: async (root: string, secrets: Values) => {
      const verdict = await attemptAt(root + ROADS, '/tile/0/0/0')(arcgis.inject({}, secrets, undefined));
      return verdict.accepted;
    },
    quiet: { fetch: reach, now: Date.now, redirectUri: REDIRECT, authorizeSilently: async () => null },
    /** The fields of each POST, by server. */
    posts: () =>
      [made.standalone, made.portal, made.federated].flatMap(({ requests }) =>
        requests
          .filter(({ method, path }) => method === 'POST' && !path.endsWith('/signin'))
          .map(({ body }) => Object.fromEntries(new URLSearchParams(body))),
      ),
  };
}

export type ArcgisWorld = Awaited<ReturnType<typeof arcgisWorld>>;
