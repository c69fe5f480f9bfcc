import type { ComponentChildren } from 'preact';
import { useT } from './translation.ts';
import { WelcomeDrawing } from './WelcomeDrawing.tsx';

/** The first-run page: what Layerkey does, what it can see, how to begin. It asks for nothing. */
export function Welcome() {
  const t = useT();
  return (
    <main class="welcome">
      <header>
        <p class="brand">
          <img src="/icon.svg" width="28" height="28" alt="" />
          {t('extensionName')}
        </p>
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
    </main>
  );
}

function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="part">
      <h2>{title}</h2>
      <div class="part-text">{children}</div>
    </section>
  );
}
