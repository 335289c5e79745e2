/**
 * The Jupyter wire protocol from the kernel's side: frames of zeromq to messages and back.
 *
 *     [identities …] <IDS|MSG> signature header parent metadata content
 *
 * The signature is the HMAC-SHA256 of the last four frames under the connection's key.
 * Source: Jupyter's "Messaging in Jupyter", protocol 5.4, the wire protocol.
 */
const { createHmac, randomUUID, timingSafeEqual } = require('node:crypto');

const DELIMITER = '<IDS|MSG>';
const PROTOCOL_VERSION = '5.4';

/** One session a kernel: all that it says by itself carries this id. */
const session = randomUUID();

function sign(key, frames) {
  if (key === '') return ''; // the protocol: an empty key switches signing off
  const hmac = createHmac('sha256', key);
  for (const frame of frames) hmac.update(frame);
  return hmac.digest('hex');
}

/** Reads a request; throws where it is malformed or signed with another key. */
function decode(frames, key) {
  const delimiter = frames.findIndex((frame) => frame.toString() === DELIMITER);
  if (delimiter < 0) throw new Error('wire: a message must have a delimiter, got none');
  const [signature, ...parts] = frames.slice(delimiter + 1);
  const expected = Buffer.from(sign(key, parts.slice(0, 4)));
  if (expected.length !== signature.length || !timingSafeEqual(expected, signature)) {
    throw new Error('wire: a message must be signed with the key of the connection file');
  }
  const [header, parent, metadata, content] = parts.slice(0, 4).map((part) => JSON.parse(part.toString()));
  return { identities: frames.slice(0, delimiter), header, parent, metadata, content };
}

/** The frames of a message that answers `parent`, or of one that answers nothing. */
function encode(type, content, key, parent) {
  const header = {
    msg_id: randomUUID(),
    msg_type: type,
    session: parent?.header.session ?? session,
    username: parent?.header.username ?? 'kernel',
    date: new Date().toISOString(),
    version: PROTOCOL_VERSION,
  };
  const parts = [header, parent?.header ?? {}, {}, content].map((part) => JSON.stringify(part));
  return [DELIMITER, sign(key, parts), ...parts];
}

module.exports = { decode, encode, PROTOCOL_VERSION };
