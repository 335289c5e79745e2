/**
 * A worker thread that ends its process when the process that started it is gone.
 *
 * tslab by itself stays behind as an orphan when a notebook server or an executor dies. The watch is a thread and
 * not a timer of the main thread, so that a kernel caught in an endless loop is ended too.
 */
const parent = process.ppid;

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, 500);
