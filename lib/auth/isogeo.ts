import { AppError, type ErrorCode, toFailure } from '../errors.ts';
import { type Application, apiIn, applicationIn, nameOf } from './isogeo/application.ts';
import { sharesNote } from './isogeo/shares.ts';
import type { Method, SignInTools, Values } from './method.ts';
import { applicationBefore } from './oauth-held.ts';
import { signInAtProvider } from './oauth-sign-in.ts';
import { TOKEN_HELD } from './oauth-token.ts';

const FILE = 'clientSecretsFile';

/** What Isogeo, or whoever has its platform, sends to who may use it: one file that says everything. Google's have its shape. */
export const isogeo: Method = {
  id: 'isogeo',
  fields: [{ name: FILE, secret: true, kind: 'file' }],
  repeat: false,
  inUrl: false,
  provider: true,
  recognise: ({ kinds }) => (kinds.includes('Isogeo') ? {} : null),
  ...TOKEN_HELD,

  async signIn(values, tools) {
    const { settings, clientSecret } = applicationFor(values, tools.before);
    const { clientId = '', tokenEndpoint = '', clientAuthentication, flow } = settings;
    const signedIn = await signInAtProvider(settings, clientSecret, {}, tools).catch((error: unknown) => {
      throw aboutTheFile(error, clientAuthentication === 'none');
    });
    const note = await noteOf(settings, signedIn.secrets, tools);
    return {
      ...signedIn,
      settings: { clientId, tokenEndpoint },
      who: flow === 'clientCredentials' ? nameOf(settings) : signedIn.who,
      ...(note ? { note } : {}),
    };
  },
};

/** @throws AppError `emptyField` where there is neither a file nor one from before. */
function applicationFor(values: Values, before: Values | undefined): Application {
  const text = values[FILE] ?? '';
  const application = text === '' ? applicationBefore(before) : applicationIn(text);
  if (application === null) throw new AppError('emptyField', [FILE]);
  return application;
}

const REFUSED: readonly ErrorCode[] = ['clientRefused', 'clientNotAllowed'];

/** Nobody typed an ID or a secret here: what is refused is the file. */
function aboutTheFile(error: unknown, isPublic: boolean): unknown {
  const { code, values } = toFailure(error);
  if (isPublic && REFUSED.includes(code)) return new AppError('publicClientRefused', values);
  return code === 'clientRefused' ? new AppError('clientSecretsRefused', values) : error;
}

async function noteOf(settings: Values, { accessToken = '' }: Values, { provider }: SignInTools) {
  const api = apiIn(settings);
  return api === null || !provider ? null : sharesNote(api, accessToken, provider);
}
