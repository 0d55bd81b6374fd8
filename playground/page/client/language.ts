/** A language's own name for itself, as people look for it: `ไทย` for `th`. */
export function ownName(locale: string): string {
  return (
    new Intl.DisplayNames(locale, { type: 'language', languageDisplay: 'standard' }).of(
      new Intl.Locale(locale).language,
    ) ?? locale
  );
}

/** What stands behind a person's role, where they do not read English. */
export function languageMark(locale: string | undefined): string {
  return locale === undefined || locale.startsWith('en') ? '' : ` · ${ownName(locale)}`;
}
