import '../../components/tokens.css';
import '../../components/base.css';
import '../../components/panels.css';
import '../../components/page.css';
import '../../components/diagnostics.css';
import { render } from 'preact';
import { LanguageContext } from '../../components/translation.ts';
import { copyText, locale, onChanged, send, translate } from '../../lib/platform/page.ts';
import { App } from './App.tsx';

document.documentElement.lang = locale();
document.title = `${translate('diagnostics')} · ${translate('extensionName')}`;
render(
  <LanguageContext value={{ t: translate, locale: locale() }}>
    <App page={{ send, onChanged, copyText }} />
  </LanguageContext>,
  document.getElementById('app') as HTMLElement,
);
