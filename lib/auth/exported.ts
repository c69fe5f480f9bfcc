import { read } from './arcgis/held.ts';
import type { Method, Values } from './method.ts';
import { KEPT_PASSWORD, readHeld } from './oauth-held.ts';

/**
 * What the user once typed of a sign-in, for a file: passwords, keys and client secrets, by the names of the form's fields.
 * Tokens belong to this browser: they stay. Empty where there is nothing that could be used elsewhere.
 */
export function exportedSecrets(method: Method, secrets: Values): Values {
  const names = new Set(method.fields.filter(({ secret }) => secret).map(({ name }) => name));
  const typed = Object.entries(secrets).filter(
    ([name, value]) => value !== '' && (names.has(name.replace(/#\d{1,2}$/, '')) || name === 'clientSecret'),
  );
  const { [KEPT_PASSWORD]: password } = secrets;
  const arcgis = read(secrets);
  return {
    ...Object.fromEntries(typed),
    ...(password && names.has('password') ? { password } : {}),
    // What was typed there is a key, or a token that somebody made to be pasted.
    ...(arcgis?.plan.way === 'key' ? { key: arcgis.token.token } : {}),
  };
}

/** The settings, with the provider's addresses that were found at sign-in: other programs do not look for them. */
export function exportedSettings(settings: Values, secrets: Values): Values {
  const { authorizationEndpoint, tokenEndpoint } = readHeld(secrets)?.provider ?? {};
  return {
    ...(authorizationEndpoint ? { authorizationEndpoint } : {}),
    ...(tokenEndpoint ? { tokenEndpoint } : {}),
    ...settings,
  };
}
