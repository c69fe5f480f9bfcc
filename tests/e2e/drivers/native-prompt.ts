import { type Box, boxOfColour, type Colour, type Picture, type Screen } from './screen.ts';
import { until } from './wait.ts';

/** Chromium's light theme: the ring around the button that has the focus, and the face of the other button. */
const FOCUS_RING: Colour = [11, 87, 208];
const OTHER_BUTTON: Colour = [211, 227, 253];

export interface PromptButtons {
  deny: Box;
  allow: Box;
}

/**
 * The two buttons of Chromium's permission prompt, found by their colours: *Deny* has the focus, *Allow* is right
 * of it. The tab strip, otherwise of the colour of *Allow*, is dimmed while the prompt is up.
 */
function promptButtons(picture: Picture): PromptButtons | undefined {
  const deny = boxOfColour(picture, FOCUS_RING, {
    left: 0,
    top: 90,
    right: picture.width - 1,
    bottom: picture.height - 1,
  });
  if (!deny || deny.right - deny.left > 200 || deny.bottom - deny.top > 80) return undefined;
  const allow = boxOfColour(picture, OTHER_BUTTON, {
    ...deny,
    left: deny.right,
    right: Math.min(deny.right + 160, picture.width - 1),
  });
  return allow && allow.count > 500 ? { deny, allow } : undefined;
}

/** Waits for the prompt. The pointer is put aside, because a button under it has another colour. */
export async function waitForPrompt(screen: Screen): Promise<PromptButtons> {
  await screen.pointAside();
  return until('the permission prompt', async () => promptButtons(await screen.look()));
}

/**
 * Waits for the prompt and clicks until it is gone: the browser ignores clicks on a prompt that has only just
 * appeared, so that nobody answers one by accident.
 */
export async function answerPrompt(screen: Screen, answer: keyof PromptButtons): Promise<void> {
  const { left, right, top, bottom } = (await waitForPrompt(screen))[answer];
  await until('the end of the permission prompt', async () => {
    await screen.click(Math.round((left + right) / 2), Math.round((top + bottom) / 2));
    await new Promise((resolve) => setTimeout(resolve, 250));
    await screen.pointAside();
    return !promptButtons(await screen.look());
  });
}
