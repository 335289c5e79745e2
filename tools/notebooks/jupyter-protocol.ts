/**
 * The Jupyter wire protocol: a message as the frames that travel over zeromq.
 *
 *     [identities …] <IDS|MSG> signature header parent metadata content
 *
 * The signature is the HMAC-SHA256 of the last four frames under the connection's key, in hexadecimal.
 * Source: Jupyter's "Messaging in Jupyter", protocol 5.3, the wire protocol.
 */

import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

const DELIMITER = '<IDS|MSG>';
const PROTOCOL_VERSION = '5.3';

/** Who sent a message, when, and what it is. */
export interface MessageHeader {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

/** A message without its signature; `parent` is the header of the request that it answers, or empty. */
export interface JupyterMessage {
  readonly header: MessageHeader;
  readonly parent: Partial<MessageHeader>;
  readonly metadata: Record<string, unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: each type of message has a content of its own.
  readonly content: any;
}

/** A new request of a session. */
export function createRequest(type: string, content: unknown, session: string): JupyterMessage {
  return {
    header: {
      msg_id: randomUUID(),
      msg_type: type,
      session,
      username: 'orbit-l2o',
      date: new Date().toISOString(),
      version: PROTOCOL_VERSION,
    },
    parent: {},
    metadata: {},
    content,
  };
}

function sign(key: string, frames: readonly (string | Uint8Array)[]): string {
  const hash = createHmac('sha256', key);
  for (const frame of frames) hash.update(frame);
  return hash.digest('hex');
}

/** The frames of a message, signed with the connection's key. */
export function encodeMessage(message: JupyterMessage, key: string): string[] {
  const parts = [message.header, message.parent, message.metadata, message.content].map((part) =>
    JSON.stringify(part),
  );
  return [DELIMITER, sign(key, parts), ...parts];
}

/** The message in received frames. Throws where they are no message, or one signed with another key. */
export function decodeMessage(frames: readonly Uint8Array[], key: string): JupyterMessage {
  const text = (frame: Uint8Array) => new TextDecoder().decode(frame);
  const delimiter = frames.findIndex(
    (frame) => frame.length === DELIMITER.length && text(frame) === DELIMITER,
  );
  const parts = frames.slice(delimiter + 2, delimiter + 6);
  if (delimiter < 0 || parts.length < 4) {
    throw new Error(
      `decodeMessage: frames must be a signed Jupyter message, got ${frames.length} other frames`,
    );
  }
  const signature = text(frames[delimiter + 1]);
  const expected = sign(key, parts);
  if (
    signature.length !== expected.length ||
    !timingSafeEqual(new TextEncoder().encode(signature), new TextEncoder().encode(expected))
  ) {
    throw new Error(`decodeMessage: signature must be that of the connection's key, got ${signature}`);
  }
  const [header, parent, metadata, content] = parts.map((part) => JSON.parse(text(part)));
  return { header, parent, metadata, content };
}
