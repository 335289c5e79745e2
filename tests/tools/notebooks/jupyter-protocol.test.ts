import { describe, expect, it } from 'vitest';
import { createRequest, decodeMessage, encodeMessage } from '../../../tools/notebooks/jupyter-protocol.js';

const request = createRequest('execute_request', { code: 'const ψ = "∇f"' }, 'session');
const frames = (parts: readonly string[]) => parts.map((part) => new TextEncoder().encode(part));

describe('Jupyter messages', () => {
  it('come back as they were sent, whatever route precedes them', () => {
    const route = frames(['kernel.1.stream', 'id']);
    expect(decodeMessage([...route, ...frames(encodeMessage(request, 'key'))], 'key')).toEqual(request);
  });

  it('carry the HMAC-SHA256 of their four parts', () => {
    // Computed with: printf '%s' '{"a":1}{}{}{}' | openssl dgst -sha256 -hmac key
    const message = { header: { a: 1 }, parent: {}, metadata: {}, content: {} };
    const [, signature] = encodeMessage(message as unknown as typeof request, 'key');
    expect(signature).toBe('f1128388193e4dd1aa760827bd756a1b40b627676b5efe22c0e8297919bfa218');
  });

  it('are refused when signed with another key or changed on the way', () => {
    const sent = encodeMessage(request, 'key');
    expect(() => decodeMessage(frames(sent), 'other')).toThrow(/decodeMessage: signature must be/);
    const changed = [...sent.slice(0, 5), sent[5].replace('const', 'let  ')];
    expect(() => decodeMessage(frames(changed), 'key')).toThrow(/decodeMessage: signature must be/);
    const unsigned = [sent[0], '', ...sent.slice(2)];
    expect(() => decodeMessage(frames(unsigned), 'key')).toThrow(/decodeMessage: signature must be/);
  });

  it('are refused when they are no messages', () => {
    expect(() => decodeMessage(frames(['a', 'b']), 'key')).toThrow(/must be a signed Jupyter message, got 2/);
    expect(() => decodeMessage(frames(['<IDS|MSG>', 'x', '{}']), 'key')).toThrow(
      /must be a signed Jupyter message/,
    );
  });
});
