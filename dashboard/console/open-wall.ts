// Opens the video wall in a window of its own; the one that is open comes to the front as it is.

const windowName = 'haixi-wall';

/** In a second window, as large as the screen lets it be. */
export function openWall(): void {
  // Without an address a window that is there is found and not loaded anew.
  const opened = window.open('', windowName, `popup,width=${screen.availWidth},height=${screen.availHeight}`);
  if (opened === null) return;
  if (opened.location.pathname !== '/wall') opened.location.assign('/wall');
  opened.focus();
}
