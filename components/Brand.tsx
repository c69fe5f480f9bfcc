import { useT } from './translation.ts';

/** The name of the extension with its mark. */
export function Brand() {
  const t = useT();
  return (
    <p class="brand">
      <img src="/icon.svg" width="28" height="28" alt="" />
      {t('extensionName')}
    </p>
  );
}
