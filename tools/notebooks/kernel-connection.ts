/** How a client and a kernel meet: the connection file, and the client's three sockets. */

import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Dealer, Subscriber } from 'zeromq';

/** Jupyter's connection file. */
export interface Connection {
  readonly transport: 'ipc' | 'tcp';
  readonly ip: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
  readonly signature_scheme: 'hmac-sha256';
  readonly key: string;
}

/** A port that is free now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/**
 * Writes a connection file into `folder`. The sockets are files of that folder, which nobody else can take and only
 * this user can open; Windows and some kernels have none of that kind, there they are
 * ports of the loopback interface.
 */
export async function createConnection(
  folder: string,
  transport: Connection['transport'] = process.platform === 'win32' ? 'tcp' : 'ipc',
): Promise<{ connection: Connection; file: string }> {
  const tcp = transport === 'tcp';
  const ports: number[] = [];
  for (let i = 1; i <= 5; i++) ports.push(tcp ? await freePort() : i);
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = ports;
  const connection: Connection = {
    transport,
    ip: tcp ? '127.0.0.1' : join(folder, 'socket'),
    shell_port,
    iopub_port,
    stdin_port,
    control_port,
    hb_port,
    signature_scheme: 'hmac-sha256',
    key: randomUUID(),
  };
  const file = join(folder, 'connection.json');
  writeFileSync(file, JSON.stringify(connection), { mode: 0o600 });
  return { connection, file };
}

/** What an executor needs of a kernel's five sockets. */
export interface ClientSockets {
  /** Requests and their replies. */
  readonly shell: Dealer;
  /** The same, and answered while a cell awaits: for the shutdown. */
  readonly control: Dealer;
  /** What cells put out, and when they begin and end. */
  readonly iopub: Subscriber;
}

/** Connects to a kernel; it need not listen yet. Nothing is dropped however much is in flight (limits of 0). */
export function openSockets({ transport, ip, ...ports }: Connection): ClientSockets {
  const separator = transport === 'ipc' ? '-' : ':';
  const address = (port: number) => `${transport}://${ip}${separator}${port}`;
  const options = { linger: 0, receiveHighWaterMark: 0 };
  const shell = new Dealer({ ...options, sendHighWaterMark: 0 });
  const control = new Dealer({ ...options, sendHighWaterMark: 0 });
  const iopub = new Subscriber(options);
  shell.connect(address(ports.shell_port));
  control.connect(address(ports.control_port));
  iopub.connect(address(ports.iopub_port));
  iopub.subscribe();
  return { shell, control, iopub };
}

/** Closes all of them; what has not arrived is lost. */
export function closeSockets({ shell, control, iopub }: ClientSockets): void {
  shell.close();
  control.close();
  iopub.close();
}
