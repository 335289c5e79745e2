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

/** Narrower than this, a figure's words run into each other where they are laid out for a desk. */
const LEAST_WIDTH = 600;
/** A line of a title or legend on a phone, and a letter of it, in pixels. */
const [LINE, LETTER] = [18, 8];

/** A title with its lines broken at spaces; markup such as <sub> takes no room. */
function broken(title, width) {
  let line = '';
  return title
    .replaceAll('<br>', ' ')
    .split(' ')
    .reduce((text, word) => {
      const longer = line === '' ? word : `${line} ${word}`;
      const fits = line === '' || longer.replace(/<[^>]*>/g, '').length * LETTER <= width;
      line = fits ? longer : word;
      return text + (text === '' ? '' : fits ? ' ' : '<br>') + word;
    }, '');
}

/**
 * The layout of a figure in a card of this width. On a phone the title's lines are broken, and the legend stands below;
 * several panels beside each other need their width, and scroll under a title that is seen whole.
 */
function laidOut({ data, layout }, room) {
  const own = layout.width ?? 800;
  if (room >= Math.min(own, LEAST_WIDTH)) return { ...layout, width: Math.min(own, room) };
  const text = broken(layout.title?.text ?? layout.title ?? '', room);
  const top = LINE * (text.split('<br>').length + 1);
  const title = { text, font: { size: 13 }, x: 0, xanchor: 'left', xref: 'container', pad: { l: 8 } };
  const height = layout.height ?? 500;
  if (layout.xaxis2) {
    const margin = { ...layout.margin, t: top + LINE };
    return { ...layout, width: Math.min(own, LEAST_WIDTH), height: height + top, title, margin };
  }
  const names = new Set(data.filter((trace) => trace.showlegend !== false).map((trace) => trace.name ?? ''));
  const lines = [...names].reduce((sum, name) => sum + (name === '' ? 0 : name.split('<br>').length), 0);
  const below = LINE * lines + (lines > 0 ? LINE : 0);
  const place = { x: 0, xanchor: 'left', y: 0, yanchor: 'bottom', yref: 'container' };
  const legend = { ...layout.legend, ...place, orientation: 'h', entrywidth: room - 100, font: { size: 12 } };
  return {
    ...layout,
    width: room,
    height: Math.min(height, room) + top + below,
    title,
    legend,
    margin: { l: 50, r: 10, b: 50 + below, t: top },
  };
}

async function makeLive(button) {
  const holder = button.closest('.figure');
  const { figure: name, data } = holder.dataset;
  button.setAttribute('aria-busy', 'true');
  try {
    window.orbitFigures ??= {};
    await Promise.all([load(document.body.dataset.plotly), load(data)]);
    const drawn = window.orbitFigures[name];
    const place = document.createElement('div');
    place.className = 'live';
    button.after(place);
    button.hidden = true;
    const layout = laidOut(drawn, holder.clientWidth - 2); // in a grid a live figure takes the whole row
    const fingers = window.matchMedia('(pointer: coarse)').matches;
    const bar = { orientation: 'h', bgcolor: 'transparent', color: '#777', activecolor: '#000' };
    const dragging = fingers ? { dragmode: false } : {}; // a finger scrolls the page
    await window.Plotly.newPlot(
      place,
      drawn.data,
      { ...layout, ...dragging, modebar: bar },
      { displayModeBar: true, displaylogo: false, modeBarButtonsToRemove: ['select2d', 'lasso2d'] },
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
