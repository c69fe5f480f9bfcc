import type { Failure } from '../../lib/errors.ts';
import type { SiteVaultSource } from '../../lib/messages/settings-view.ts';
import { KindTags } from '../KindTags.tsx';
import { StatusMark } from '../StatusMark.tsx';
import { TaskWords } from '../TaskWords.tsx';
import { methodKey, useT } from '../translation.ts';
import { useTask } from '../use-task.ts';

interface SiteSourceProps {
  source: SiteVaultSource;
  onStop: () => Promise<Failure | null>;
}

/** One service that a site may use. */
export function SiteSource({ source, onStop }: SiteSourceProps) {
  const t = useT();
  const task = useTask();
  return (
    <li class="site-source">
      <KindTags kinds={source.kinds} />
      <div>
        <p class="one-line" title={`${source.host}${source.path}`}>
          <b class="host">{source.host}</b> <span class="quiet">{source.path}</span>
        </p>
        <p class="quiet small dotted">
          {source.who && <span>{source.who}</span>}
          <span>{t(methodKey(source.method))}</span>
          <span>{t(source.remembered ? 'sourceRemembered' : 'sourceUntilClose')}</span>
        </p>
      </div>
      <StatusMark status={source.status} />
      <button
        type="button"
        class="button"
        aria-label={t('stopUsingSource', source.host)}
        onClick={() => void task.run(onStop)}
      >
        {t('menuStopUsing')}
      </button>
      <div class="site-source-words">
        <TaskWords task={task} waiting={t('waitSave')} />
      </div>
    </li>
  );
}
