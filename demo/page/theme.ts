/** The visitor's choice of dark colours; the map's own colours follow it as the style sheet does. */
export const darkMode = window.matchMedia('(prefers-color-scheme: dark)');
