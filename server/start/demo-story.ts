// The demo's story: somebody presses a button now and then, through the same local door that a real button uses.
export interface Button {
  /** `POST` here is a press. */
  address: string;
}

const firstPressMs = 8_000;
const pauseMsMin = 60_000;
const pauseMsMax = 120_000;

/**
 * Presses one of the buttons some seconds from now, and another one every one to two minutes, until stopped.
 * @param buttons asked at each press, because agents come and go
 * @returns stops it
 */
export function tellStory(buttons: () => Button[], say: (line: string) => void): () => void {
  let timer = setTimeout(press, firstPressMs);

  async function press(): Promise<void> {
    timer = setTimeout(press, pauseMsMin + Math.random() * (pauseMsMax - pauseMsMin));
    const all = buttons();
    const button = all[Math.floor(Math.random() * all.length)];
    if (!button) return;
    try {
      const answer = await fetch(button.address, { method: 'POST', signal: AbortSignal.timeout(5_000) });
      if (!answer.ok) say(`Demo: the press at ${button.address} was answered with ${answer.status}.`);
    } catch {
      // An agent that is down just now has no door; the next press will find one.
    }
  }

  return () => clearTimeout(timer);
}
