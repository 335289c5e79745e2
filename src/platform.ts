/** What the library asks of the machine that it runs on: Node, or a browser, where there is no `process`. */

const host = globalThis.process as NodeJS.Process | undefined;

/** The value of an environment variable; undefined in a browser. */
export function environment(name: string): string | undefined {
  return host?.env?.[name];
}

/** Node's version, such as 20.19.0; undefined in a browser. */
export function nodeVersion(): string | undefined {
  return host?.versions?.node;
}

/** The operating system and processor, such as linux-x64; `browser` where there is no Node. */
export function platform(): string {
  return nodeVersion() ? `${process.platform}-${process.arch}` : 'browser';
}
