import { formOf } from '../../lib/auth/propose.ts';
import { allMethods } from '../../lib/auth/registry.ts';
import type { MethodForm } from '../../lib/messages/form-view.ts';

type Id =
  | 'basic'
  | 'key'
  | 'oauth'
  | 'header'
  | 'arcgis'
  | 'geomapfish'
  | 'isogeo'
  | 'geodi'
  | 'pathKey'
  | 'pair'
  | 'clientCredentials'
  | 'passwordGrant';

/** Every form that there is, in the order in which they are proposed where nothing is known. */
export const FORMS = Object.fromEntries(
  allMethods().map((method) => [method.id, formOf(method, {})]),
) as Record<Id, MethodForm>;
