/** What was run in this kernel, as a console asks for it: the last n, a range, or those that match a pattern. */

/** A pattern of the protocol, with * and ?, as a regular expression for the whole of a source. */
function toExpression(pattern) {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 's');
}

class History {
  /** One session a kernel: nothing is kept on disk. */
  #session = 1;
  #entries = [];

  add(count, source) {
    this.#entries.push({ count, source, output: null });
  }

  /** Keeps the text of a cell's value. */
  setOutput(text) {
    this.#entries.at(-1).output = text;
  }

  /** The content of a history_reply. */
  answer({ hist_access_type: type, n, pattern = '*', unique = false, start = 1, stop, output = false }) {
    let found = this.#entries;
    if (type === 'range') {
      found = found.filter(({ count }) => count >= start && count < (stop ?? Number.POSITIVE_INFINITY));
    } else if (type === 'search') {
      const expression = toExpression(pattern);
      found = found.filter(({ source }) => expression.test(source));
      if (unique) {
        found = found.filter(
          (entry, i) => found.findLastIndex(({ source }) => source === entry.source) === i,
        );
      }
    }
    if (type !== 'range' && typeof n === 'number') found = n > 0 ? found.slice(-n) : [];
    const history = found.map(({ count, source, output: result }) => [
      this.#session,
      count,
      output ? [source, result] : source,
    ]);
    return { status: 'ok', history };
  }
}

module.exports = { History };
