import type { WhyView } from '../../lib/messages/view.ts';

/** Their sentence says no more than the row does by its status, hint and button. */
const IN_THE_ROW: readonly WhyView['code'][] = ['open', 'notKnown', 'asksPassword', 'asksKey', 'asksToken'];

/** Whether the explanation says more than the row shows anyway. */
export function saysMore({ code }: WhyView): boolean {
  return !IN_THE_ROW.includes(code);
}
