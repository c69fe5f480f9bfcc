import type { Failure } from '../lib/errors.ts';
import type { Settings } from '../lib/messages/settings-view.ts';
import { Brand } from './Brand.tsx';
import { Part } from './Part.tsx';
import { SharedComputer } from './settings/SharedComputer.tsx';
import { useT } from './translation.ts';
import { WelcomeDrawing } from './WelcomeDrawing.tsx';

interface WelcomeProps {
  /** Null until the worker answers. */
  settings: Settings | null;
  onChange: (settings: Settings) => Promise<Failure | null>;
}

/** The first-run page: what Layerkey does, what it can see, how to begin. It asks for no permission. */
export function Welcome({ settings, onChange }: WelcomeProps) {
  const t = useT();
  return (
    <main class="page welcome">
      <header>
        <Brand />
        <h1>{t('welcome_title')}</h1>
        <p class="welcome-lead">{t('welcome_lead')}</p>
      </header>
      <WelcomeDrawing />
      <Part title={t('welcome_stepsTitle')}>
        <ol class="steps">
          <li>{t('welcome_step1')}</li>
          <li>{t('welcome_step2')}</li>
          <li>{t('welcome_step3')}</li>
        </ol>
      </Part>
      <Part title={t('welcome_pinTitle')}>
        <p>{t('welcome_pinChromium')}</p>
        <p>{t('welcome_pinFirefox')}</p>
      </Part>
      <Part title={t('welcome_seeTitle')}>
        <p>{t('welcome_seeNothing')}</p>
        <dl class="moments">
          <dt>{t('welcome_seeClick')}</dt>
          <dd>{t('welcome_seeClickText')}</dd>
          <dt>{t('welcome_seeSignIn')}</dt>
          <dd>{t('welcome_seeSignInText')}</dd>
          <dt>{t('welcome_seeLater')}</dt>
          <dd>{t('welcome_seeLaterText')}</dd>
        </dl>
      </Part>
      <Part title={t('welcome_privacyTitle')}>
        <p>{t('welcome_privacySend')}</p>
        <p>{t('welcome_privacyKeep')}</p>
        <p>{t('welcome_privacyUrl')}</p>
        <p>{t('welcome_privacyHome')}</p>
      </Part>
      <Part title={t('welcome_sharedTitle')}>
        <SharedComputer settings={settings} onChange={onChange} />
      </Part>
    </main>
  );
}
