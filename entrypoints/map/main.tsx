import '../../components/tokens.css';
import '../../components/base.css';
import '../../components/panels.css';
import '../../components/vault.css';
import '../../components/page.css';
import '../../components/project.css';
import { render } from 'preact';
import { LanguageContext } from '../../components/translation.ts';
import { locale, translate } from '../../lib/platform/page.ts';
import { App } from './App.tsx';

document.documentElement.lang = locale();
document.title = `${translate('map')} · ${translate('extensionName')}`;
render(
  <LanguageContext value={{ t: translate, locale: locale() }}>
    <App />
  </LanguageContext>,
  document.getElementById('app') as HTMLElement,
);
