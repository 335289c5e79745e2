/**
 * The kernel's five sockets: requests in, replies and outputs out.
 *
 * A handler gets a request with the two ways of an answer: `reply` (to whoever asked) and `publish` (to everyone).
 * Execute requests wait for each other; all others are answered at once, also while a cell awaits something.
 */
const { readFileSync } = require('node:fs');
const { withSendQueue } = require('./send-queue.cjs');
const { decode, encode } = require('./wire.cjs');

/** Opens the sockets that a connection file names; `answer(request)` is called for each request. */
async function serve(zeromq, connectionFile, answer) {
  const connection = JSON.parse(readFileSync(connectionFile, 'utf8'));
  const { transport, ip, key } = connection;
  const Router = withSendQueue(zeromq.Router);
  const sockets = {
    iopub: new (withSendQueue(zeromq.XPublisher))(),
    shell: new Router(),
    control: new Router(),
    stdin: new Router(),
    hb: new zeromq.Reply(),
  };
  const publish = (type, content, parent) =>
    sockets.iopub.send([type, ...encode(type, content, key, parent)]);

  /** Each request is framed by 'busy' and 'idle'; `work` is what it asks for. */
  async function framed(request, work) {
    request.publish('status', { execution_state: 'busy' });
    try {
      await work();
    } finally {
      request.publish('status', { execution_state: 'idle' });
    }
  }

  async function listen(socket) {
    for await (const frames of socket) {
      let message;
      try {
        message = decode(frames, key);
      } catch (error) {
        process._rawDebug(`orbit-l2o kernel: ${error.message}`);
        continue;
      }
      const type = message.header.msg_type.replace(/_request$/, '_reply');
      const request = Object.assign(message, {
        publish: (name, content) => publish(name, content, message),
        reply: (content) => socket.send([...message.identities, ...encode(type, content, key, message)]),
        framed: (work) => framed(request, work),
      });
      answer(request);
    }
  }

  /** Whoever subscribes is greeted, and knows from then on that nothing is missed (protocol 5.4). */
  async function greet() {
    for await (const [subscription] of sockets.iopub) {
      if (subscription[0] === 1) {
        publish('iopub_welcome', { subscription: subscription.subarray(1).toString() });
      }
    }
  }

  async function echo() {
    for await (const frames of sockets.hb) await sockets.hb.send(frames);
  }

  const separator = transport === 'ipc' ? '-' : ':';
  await Promise.all(
    Object.entries(sockets).map(([name, socket]) =>
      socket.bind(`${transport}://${ip}${separator}${connection[`${name}_port`]}`),
    ),
  );
  for (const loop of [listen(sockets.shell), listen(sockets.control), greet(), echo()]) {
    loop.catch((error) => process._rawDebug(`orbit-l2o kernel: a socket failed: ${error.stack}`));
  }
  publish('status', { execution_state: 'starting' });

  /** Sends what is still to be sent, and closes. */
  return async function close() {
    await Promise.all(['iopub', 'shell', 'control'].map((name) => sockets[name].flushed()));
    for (const socket of Object.values(sockets)) socket.close();
  };
}

module.exports = { serve };
