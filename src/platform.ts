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

/** What is asked of Node's `require`. */
export interface NodeRequire {
  (name: string): unknown;
  resolve(name: string): string;
}

/** Node's `require`, for what is loaded when it is first needed; undefined in a browser, and no bundler follows it. */
export function nodeRequire(): NodeRequire | undefined {
  return host?.getBuiltinModule?.('node:module').createRequire(import.meta.url);
}
