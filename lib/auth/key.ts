import type { Failure } from '../errors.ts';
import { AppError } from '../errors.ts';
import { parameterName, requiredKey } from './fields.ts';
import type { Method } from './method.ts';

/** An access key in the query. Where the parameter's name is not known it is found by asking. */
export const key: Method = {
  id: 'key',
  fields: [
    { name: 'key', secret: true },
    { name: 'parameter', secret: false, optional: true },
  ],
  repeat: false,
  inUrl: true,

  async signIn(values, tools) {
    const secrets = { key: requiredKey(values, 'key') };
    const typed = (values.parameter ?? '').trim();
    const names = typed === '' ? tools.keyNames : [parameterName(typed, 'parameter')];
    let refusal: Failure = { code: 'unknown', values: [] };
    for (const parameter of names) {
      const verdict = await tools.attempt(this.inject({}, secrets, parameter));
      if (verdict.accepted) return { settings: {}, secrets, who: '', parameter };
      refusal = verdict.failure;
      // Only a plain refusal may mean a wrong name; anything else is not made better by asking again.
      if (!verdict.refusal || verdict.stop) break;
    }
    throw new AppError(refusal.code, refusal.values);
  },

  inject(_settings, secrets, parameter) {
    return { kind: 'query', parameters: [{ name: parameter ?? 'key', value: secrets.key ?? '' }] };
  },
};
