import '../../components/tokens.css';
import '../../components/base.css';
import '../../components/welcome.css';
import { render } from 'preact';
import { LanguageContext } from '../../components/translation.ts';
import { Welcome } from '../../components/Welcome.tsx';
import { locale, translate } from '../../lib/platform/page.ts';

document.documentElement.lang = locale();
render(
  <LanguageContext value={{ t: translate, locale: locale() }}>
    <Welcome />
  </LanguageContext>,
  document.getElementById('app') as HTMLElement,
);
