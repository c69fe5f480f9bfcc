import type { Firefox } from './firefox.ts';

/**
 * Presses Alt, Shift and a letter in Firefox's window, below which the browser itself looks for shortcuts; keys that
 * Marionette sends to a page do not get there. (Chromium's: `screenOf(desktop.display, ...).key('alt+shift+k')`.)
 * @param letter A capital.
 */
export async function pressAltShift(firefox: Firefox, letter: string): Promise<void> {
  await firefox.chrome(
    `const win = Services.wm.getMostRecentWindow('navigator:browser');
     const input = Cc['@mozilla.org/text-input-processor;1'].createInstance(Ci.nsITextInputProcessor);
     input.beginInputTransactionForTests(win);
     const [letter] = arguments;
     const keys = [['Alt', 'AltLeft', 18], ['Shift', 'ShiftLeft', 16], [letter, 'Key' + letter, letter.charCodeAt(0)]]
       .map(([key, code, keyCode]) => new win.KeyboardEvent('', { key, code, keyCode }));
     keys.forEach((key) => input.keydown(key));
     keys.reverse().forEach((key) => input.keyup(key));`,
    letter,
  );
}
