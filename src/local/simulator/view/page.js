// Redraws the live parts of the page every third second, except a part in which someone is writing.
const EVERY_MS = 3000;

function redraw(next) {
  for (const part of document.querySelectorAll('.live')) {
    const fresh = next.getElementById(part.id);
    const busy = part.querySelector('details[open]') || part.contains(document.activeElement);
    if (fresh && !busy && fresh.innerHTML !== part.innerHTML) part.innerHTML = fresh.innerHTML;
  }
}

setInterval(async () => {
  if (document.hidden || document.querySelector('.live') === null) return;
  try {
    const response = await fetch(location.href);
    redraw(new DOMParser().parseFromString(await response.text(), 'text/html'));
  } catch {
    // The simulator is restarting: the next round shows it.
  }
}, EVERY_MS);
