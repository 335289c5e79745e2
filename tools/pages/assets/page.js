/**
 * What the pages do: a picture becomes the live figure on a click, the contents show where the reader is.
 *
 * A page that is opened as a file may load scripts from beside itself, and may not fetch. So a figure's data is a script
 * too, `orbitFigures['NAME'] = {…}`.
 */

const loaded = new Map();

/** Runs a script from beside the page, once. */
function load(address) {
  if (!loaded.has(address)) {
    const promise = new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = address;
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${address} is missing`));
      document.head.append(script);
    });
    promise.catch(() => loaded.delete(address));
    loaded.set(address, promise);
  }
  return loaded.get(address);
}

/** Narrower than this, a figure's words run into each other: it then scrolls within its frame. */
const LEAST_WIDTH = 600;

async function makeLive(button) {
  const holder = button.closest('.figure');
  const { figure: name, data } = holder.dataset;
  button.setAttribute('aria-busy', 'true');
  try {
    window.orbitFigures ??= {};
    await Promise.all([load(document.body.dataset.plotly), load(data)]);
    const { data: traces, layout } = window.orbitFigures[name];
    const place = document.createElement('div');
    place.className = 'live';
    button.after(place);
    button.hidden = true;
    const own = layout.width ?? 800;
    const room = holder.clientWidth - 2; // in a grid a live figure takes the whole row
    const shown = Math.max(Math.min(own, room), Math.min(own, LEAST_WIDTH));
    const fingers = window.matchMedia('(pointer: coarse)').matches;
    const bar = { bgcolor: 'transparent', color: '#777', activecolor: '#000' };
    const dragging = fingers ? { dragmode: false } : {}; // a finger scrolls the page
    await window.Plotly.newPlot(
      place,
      traces,
      { ...layout, ...dragging, modebar: bar, width: shown },
      { displayModeBar: true, displaylogo: false },
    );
    place.append(backButton(button, place));
  } catch (error) {
    holder.querySelector('.live')?.remove();
    button.hidden = false;
    button.title = `The figure could not be loaded: ${error.message}`;
    console.error(error);
  } finally {
    button.removeAttribute('aria-busy');
  }
}

function backButton(button, place) {
  const back = document.createElement('button');
  back.type = 'button';
  back.className = 'back';
  back.textContent = 'back to the picture';
  back.onclick = () => {
    window.Plotly.purge(place);
    place.remove();
    button.hidden = false;
    button.focus({ preventScroll: true });
  };
  return back;
}

/** Opens whatever fold the address points into. */
function unfold() {
  let element = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const target = element;
  while (element) {
    if (element.tagName === 'DETAILS') element.open = true;
    element = element.parentElement;
  }
  target?.scrollIntoView();
}

/** Marks the entry whose section is being read. */
function follow(contents) {
  const links = [...contents.querySelectorAll('a')];
  const targets = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  let waiting = false;
  const mark = () => {
    waiting = false;
    const above = targets.findLastIndex((target) => target && target.getBoundingClientRect().top < 140);
    links.forEach((link, i) => {
      if (i !== above) link.removeAttribute('aria-current');
      else if (!link.hasAttribute('aria-current')) {
        link.setAttribute('aria-current', 'true');
        keepInSight(link);
      }
    });
  };
  addEventListener('scroll', () => {
    if (!waiting) requestAnimationFrame(mark);
    waiting = true;
  });
  mark();
}

/** Scrolls the list of contents, and nothing else. */
function keepInSight(link) {
  const list = link.closest('ol');
  const [own, frame] = [link.getBoundingClientRect(), list.getBoundingClientRect()];
  if (own.top < frame.top) list.scrollTop -= frame.top - own.top;
  if (own.bottom > frame.bottom) list.scrollTop += own.bottom - frame.bottom;
}

addEventListener('DOMContentLoaded', () => {
  document.addEventListener('click', ({ target }) => {
    const button = target.closest('button.picture');
    if (button) makeLive(button);
  });
  const contents = document.querySelector('.contents');
  if (contents) {
    const wide = window.matchMedia('(min-width: 68rem)');
    const place = () => {
      contents.open = wide.matches;
    };
    place();
    wide.addEventListener('change', place);
    contents.addEventListener('click', ({ target }) => {
      if (target.closest('a') && !wide.matches) contents.open = false;
    });
    follow(contents);
  }
  addEventListener('hashchange', unfold);
  if (location.hash) unfold();
});
