import { Welcome } from '../../components/Welcome.tsx';
import type * as platform from '../../lib/platform/page.ts';
import { useSettings } from '../settings/use-settings.ts';

/** The first-run page with the one setting that one may need before anything else. */
export function App({ page }: { page: Pick<typeof platform, 'send' | 'onChanged'> }) {
  const { view, send } = useSettings(page);
  return (
    <Welcome
      settings={view?.settings ?? null}
      onChange={(settings) => send({ command: 'changeSettings', ...settings })}
    />
  );
}
