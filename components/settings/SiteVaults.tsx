import type { SettingsView, SiteVault } from '../../lib/messages/settings-view.ts';
import { Question } from '../Question.tsx';
import { Reveal } from '../Reveal.tsx';
import { TaskWords } from '../TaskWords.tsx';
import { useT } from '../translation.ts';
import { useTask } from '../use-task.ts';
import { SiteSource } from './SiteSource.tsx';
import type { SettingsActions } from './settings-actions.ts';

/** What each site may use. */
export function SiteVaults({ view, actions }: { view: SettingsView; actions: SettingsActions }) {
  const t = useT();
  if (view.sites.length === 0) return <p class="quiet">{t('sitesEmpty')}</p>;
  return (
    <>
      {view.sites.map((vault) => (
        <SiteBlock key={vault.site} vault={vault} actions={actions} />
      ))}
    </>
  );
}

function SiteBlock({ vault, actions }: { vault: SiteVault; actions: SettingsActions }) {
  const t = useT();
  const task = useTask();
  const title = t('siteVault', vault.name);
  return (
    <section class="site-vault" aria-label={title}>
      <h3 title={vault.site}>{title}</h3>
      <ul>
        {vault.sources.map((source) => (
          <SiteSource
            key={source.sourceId}
            source={source}
            onStop={() => actions.stopUsingAt(source.sourceId, vault.site)}
          />
        ))}
      </ul>
      <Reveal label={t('forgetSite')} class="link small">
        {(close) => (
          <Question
            lead={t('forgetSiteAsk', vault.name)}
            note={t('forgetSiteNote')}
            yes={t('forgetSiteYes')}
            onYes={() => {
              close();
              void task.run(() => actions.forgetSiteAt(vault.site));
            }}
            onNo={close}
          />
        )}
      </Reveal>
      <TaskWords task={task} waiting={t('waitSave')} />
    </section>
  );
}
