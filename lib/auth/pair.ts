import { AppError } from '../errors.ts';
import { parameterName, prove, required, requiredKey } from './fields.ts';
import type { Method } from './method.ts';

/** Two parameters that are one credential: `username` + `password`, `app_id` + `app_code`, `key` + `session`. */
export const pair: Method = {
  id: 'pair',
  fields: [
    { name: 'firstName', secret: false, initial: 'username', suggestions: ['username', 'app_id', 'key'] },
    { name: 'first', secret: true },
    {
      name: 'secondName',
      secret: false,
      initial: 'password',
      suggestions: ['password', 'app_code', 'session'],
    },
    { name: 'second', secret: true },
  ],
  repeat: false,
  inUrl: true,

  async signIn(values, tools) {
    const settings = {
      firstName: parameterName(required(values, 'firstName').trim(), 'firstName'),
      secondName: parameterName(required(values, 'secondName').trim(), 'secondName'),
    };
    if (settings.firstName === settings.secondName) throw new AppError('badParameterName', ['secondName']);
    const secrets = {
      first: requiredKey(values, 'first'),
      second: requiredKey(values, 'second'),
    };
    await prove(tools, this.inject(settings, secrets, undefined));
    return { settings, secrets, who: '' };
  },

  inject(settings, secrets) {
    return {
      kind: 'query',
      parameters: [
        { name: settings.firstName ?? '', value: secrets.first ?? '' },
        { name: settings.secondName ?? '', value: secrets.second ?? '' },
      ],
    };
  },
};
