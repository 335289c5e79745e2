/**
 * Makes output loss-free.
 *
 * zeromq.js refuses a send (EBUSY) while an earlier one of the same socket is pending, which happens from about the
 * 512th send of one turn of the event loop on. A cell that prints in a loop cannot await its sends. Hence the queue:
 * what cannot be sent now is sent later, in order; until then each message leaves at once, so that output is live.
 */

/** Reports a failed send on the real stderr: the console of a kernel is itself sent over these sockets. */
function reportFailedSend(socket, error) {
  if (!socket.closed) process._rawDebug(`orbit-l2o kernel: a message could not be sent: ${error.message}`);
}

/** Returns a subclass of a zeromq socket class whose `send` never refuses and keeps the order. */
function withSendQueue(Socket) {
  return class extends Socket {
    #waiting = [];
    #draining = false;
    #lastSend = Promise.resolve();

    constructor(options) {
      // 0 is 'no limit': with one, a publisher silently drops what a slow subscriber has not yet taken.
      super({ ...options, sendHighWaterMark: 0 });
    }

    /** Resolves at once; a failure is reported where it happens. */
    send(message) {
      if (this.#draining || !this.#trySend(message)) {
        this.#waiting.push(message);
        if (!this.#draining) void this.#drain();
      }
      return Promise.resolve();
    }

    /** Resolves when all that was sent so far is handed over to zeromq. */
    async flushed() {
      while (this.#draining && !this.closed) await new Promise((resolve) => setImmediate(resolve));
      await this.#lastSend;
    }

    /** Hands one message to zeromq; false if the socket is busy and the message must wait. */
    #trySend(message) {
      try {
        this.#lastSend = super.send(message).catch((error) => reportFailedSend(this, error));
        return true;
      } catch (error) {
        if (error.code === 'EBUSY') return false;
        reportFailedSend(this, error);
        return true;
      }
    }

    async #drain() {
      this.#draining = true;
      while (this.#waiting.length > 0 && !this.closed) {
        const batch = this.#waiting;
        this.#waiting = [];
        for (const message of batch) {
          while (!this.closed && !this.#trySend(message)) await this.#lastSend;
        }
      }
      this.#draining = false;
    }
  };
}

module.exports = { withSendQueue };
